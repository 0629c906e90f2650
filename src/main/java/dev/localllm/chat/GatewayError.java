package dev.localllm.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong with a request. The codec of the caller's dialect words it; {@link
 * #message} is safe to show and tells nothing about our insides.
 */
public sealed interface GatewayError
    permits AccessError,
        GatewayError.Invalid,
        GatewayError.Unsupported,
        GatewayError.UnknownModel,
        GatewayError.UnknownPath,
        GatewayError.WrongMethod,
        GatewayError.SlowRequest,
        GatewayError.TooLarge,
        GatewayError.WrongMediaType,
        WrongCoding,
        GatewayError.Busy,
        GatewayError.Refused,
        GatewayError.BackendFailed,
        GatewayError.BackendSilent,
        GatewayError.Internal {

  /** HTTP status to answer with while the response head is not sent yet. */
  int status();

  /** What was wrong and what is allowed, in words for the caller. */
  String message();

  /** How long to wait before trying again; empty where a retry cannot help. */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /**
   * The request itself is wrong.
   *
   * @param parameter the field as the caller's dialect spells it; null when it is not one field
   * @param flaw what is wrong with it
   */
  record Invalid(String message, @Nullable String parameter, Flaw flaw) implements GatewayError {

    /** A value out of its range. */
    public Invalid(String message, @Nullable String parameter) {
      this(message, parameter, Flaw.VALUE);
    }

    @Override
    public int status() {
      return 400;
    }
  }

  /** A field or a value of it that the gateway, or the model's backend, does not offer. */
  record Unsupported(String message, String parameter) implements GatewayError {
    @Override
    public int status() {
      return 400;
    }
  }

  /** No backend has the model. */
  record UnknownModel(String model) implements GatewayError {
    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "model '" + model + "' not found";
    }
  }

  /** There is nothing at this path. */
  record UnknownPath(String path) implements GatewayError {
    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "there is nothing at " + path;
    }
  }

  /** The path is right, the method is not; {@code allowed} are those to use, never none. */
  record WrongMethod(String method, String path, List<String> allowed) implements GatewayError {
    public WrongMethod {
      allowed = List.copyOf(allowed);
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return method + " is not allowed at " + path + "; use " + String.join(" or ", allowed);
    }
  }

  /** The body took longer to arrive than it may. */
  record SlowRequest(String message) implements GatewayError {

    /** The whole of it took longer than {@code limit}. */
    public SlowRequest(Duration limit) {
      this("the request body did not arrive within " + limit.toSeconds() + " seconds");
    }

    @Override
    public int status() {
      return 408;
    }
  }

  /** The body is larger than it may be; {@code limit} is in bytes. */
  record TooLarge(long limit) implements GatewayError {
    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "the request body is larger than " + limit + " bytes";
    }
  }

  /** The body is not in a format that we read. */
  record WrongMediaType(String given) implements GatewayError {
    @Override
    public int status() {
      return 415;
    }

    @Override
    public String message() {
      return "Content-Type must be application/json, not " + given;
    }
  }

  /** Too much is under way already. */
  record Busy(String message, Duration delay) implements GatewayError {
    @Override
    public int status() {
      return 503;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(delay);
    }
  }

  /** The backend refused the request with this HTTP status, 400 to 599, in these words. */
  record Refused(int status, String message) implements GatewayError {

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(Duration.ofSeconds(1)).filter(soon -> status == 503 || status == 429);
    }
  }

  /** The backend cannot be reached, or broke off. */
  record BackendFailed(String message) implements GatewayError {
    @Override
    public int status() {
      return 502;
    }
  }

  /** The backend kept silent for too long. */
  record BackendSilent(String message) implements GatewayError {
    @Override
    public int status() {
      return 504;
    }
  }

  /** Our own fault; details are in the log under the request's id. */
  record Internal() implements GatewayError {
    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "internal error; the request id leads to the details in the gateway's log";
    }
  }
}
