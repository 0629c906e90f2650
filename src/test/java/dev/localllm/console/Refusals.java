package dev.localllm.console;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.api.Problem;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused. */
final class Refusals {

  private Refusals() {}

  /** The problem with which {@code call} is refused. */
  static Problem of(ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call).problem();
  }

  /** The fields that were wrong. */
  static List<String> fields(ThrowingCallable call) {
    return of(call).errors().stream().map(Problem.Field::field).toList();
  }
}
