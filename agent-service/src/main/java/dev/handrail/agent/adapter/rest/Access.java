package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For whom a route is. Checked before the body is read, so that a role which can never do this
 * learns nothing else; the use case checks what is finer.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Access {

  /** The roles that may call it; none named means all. */
  Role[] roles() default {};

  /** The permissions that it takes, all of them. */
  Permission[] permissions() default {};
}
