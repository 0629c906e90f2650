package dev.localllm.protocol;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a model as a client gives it, which goes on into logs, metrics and other requests.
 */
public final class ModelName {

  /** Longest name, in chars. */
  public static final int MAX_LENGTH = FieldLengths.MODEL;

  private ModelName() {}

  /**
   * The name, empty when {@code given} is null or empty.
   *
   * @throws GatewayException {@link GatewayError.Invalid} when it is too long or has control
   *     characters or halves of characters
   */
  public static Optional<String> of(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return Optional.empty();
    }
    if (given.length() > MAX_LENGTH) {
      throw invalid("model must have at most " + MAX_LENGTH + " characters");
    }
    if (given.codePoints().anyMatch(ModelName::isUnprintable)) {
      throw invalid("model must not contain control characters");
    }
    return Optional.of(given);
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static GatewayException invalid(String message) {
    return new GatewayException(new GatewayError.Invalid(message, "model"));
  }
}
