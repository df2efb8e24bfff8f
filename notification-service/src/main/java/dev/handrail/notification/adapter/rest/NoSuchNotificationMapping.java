package dev.handrail.notification.adapter.rest;

import dev.handrail.kit.web.ProblemException;
import dev.handrail.notification.domain.NoSuchNotification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a refusal of the domain becomes an HTTP answer. */
@ApplicationScoped
class NoSuchNotificationMapping {

  @ServerExceptionMapper
  Response refused(NoSuchNotification refusal) {
    return ProblemException.notFound().problem().toResponse();
  }
}
