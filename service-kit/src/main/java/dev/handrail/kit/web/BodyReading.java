package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Around the reading of every body: stops at the limit whatever length was declared, demands that
 * there is a body at all, and names unknown fields.
 */
@Provider
class BodyReading implements ReaderInterceptor {
  private static final Logger LOG = Logger.getLogger(BodyReading.class);

  private final RequestGate gate;
  private final RoutingContext request;

  BodyReading(RequestGate gate, RoutingContext request) {
    this.gate = gate;
    this.request = request;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context)
      throws IOException, WebApplicationException {
    context.setInputStream(new Capped(context.getInputStream()));
    UnknownFields.gather();
    Object body;
    List<Problem.FieldError> unknown;
    try {
      body = context.proceed();
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      // The caller went away or sent too slowly; nothing of ours failed.
      LOG.debugf("A body could not be read: %s", e.getMessage());
      RequestGate.closeAfterAnswer(request);
      throw ProblemException.badRequest("body", "did not arrive");
    } finally {
      unknown = UnknownFields.gathered();
    }
    if (!unknown.isEmpty()) {
      throw ProblemException.badRequest(unknown);
    }
    if (body == null) {
      throw ProblemException.badRequest("body", "must not be empty");
    }
    return body;
  }

  /** Lets as many bytes through as a body may have. */
  private final class Capped extends FilterInputStream {
    private final long longest = gate.longestBody();
    private long left = longest;

    Capped(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int some = super.read(buffer, offset, length);
      count(Math.max(some, 0));
      return some;
    }

    private void count(int bytes) {
      left -= bytes;
      if (left < 0) {
        RequestGate.closeAfterAnswer(request);
        throw new ProblemException(Problems.tooLarge(longest));
      }
    }
  }
}
