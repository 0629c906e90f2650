package dev.localllm.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The settings that a test class needs its gateway to have. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Configured {

  /** {@code KEY=value} each. */
  String[] value();
}
