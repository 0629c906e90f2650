package dev.localllm.protocol.ollama;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the requests that manage models. Immutable. */
public final class ManagementCodec {

  /** What Ollama adds to names without it, and is free to be written. */
  private static final Pattern IMPLIED =
      Pattern.compile(
          "^(https?://)?(registry\\.ollama\\.ai/)?(library/)?", Pattern.CASE_INSENSITIVE);

  private final Predicate<String> builtIn;

  /** A codec; models that are {@code builtIn} belong to no backend and cannot be managed. */
  public ManagementCodec(Predicate<String> builtIn) {
    this.builtIn = builtIn;
  }

  /**
   * Reads a request as far as the gateway must understand it. Names may be missing: that is the
   * backend's to refuse.
   *
   * @param operation one that manages models
   * @param body the client's bytes, kept and not changed
   * @throws GatewayException {@link GatewayError.Invalid} when the body is not one JSON object in
   *     UTF-8, when what names a model or {@code stream} cannot be understood in one way only, or
   *     when a built-in model is named
   */
  public Exchange exchange(Operation operation, byte[] body) {
    ManagementRequest request = ManagementRequest.read(operation, body);
    for (String name : request.names().values()) {
      if (builtIn.test(IMPLIED.matcher(name).replaceFirst(""))) {
        throw new GatewayException(
            new GatewayError.Invalid(
                "the model '" + name + "' is built into the gateway and cannot be managed", null));
      }
    }
    return new ManagementExchange(operation, body, request);
  }
}
