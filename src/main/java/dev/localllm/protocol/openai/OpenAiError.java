package dev.localllm.protocol.openai;

import dev.localllm.chat.AccessError;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.WrongCoding;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.ollama.OllamaErrors;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's words; all four keys are always sent.
 *
 * @param param the field at fault, null when it is not one field
 * @param code null where OpenAI has none
 */
record OpenAiError(String message, String type, @Nullable String param, @Nullable String code) {

  private static final String REQUEST = "invalid_request_error";
  private static final String SERVER = "server_error";

  static OpenAiError of(GatewayError error) {
    return switch (error) {
      case GatewayError.Invalid e ->
          new OpenAiError(e.message(), REQUEST, e.parameter(), code(e.flaw()));
      case GatewayError.Unsupported e ->
          new OpenAiError(e.message(), REQUEST, e.parameter(), "unsupported_parameter");
      case AccessError.Unauthorized e -> plain(e, REQUEST, "invalid_api_key");
      case AccessError.Forbidden e -> plain(e, REQUEST, "forbidden");
      case GatewayError.UnknownModel e ->
          new OpenAiError(e.message(), REQUEST, "model", "model_not_found");
      case GatewayError.UnknownPath e -> plain(e, REQUEST, "unknown_url");
      case GatewayError.WrongMethod e -> plain(e, REQUEST, "method_not_supported");
      case GatewayError.SlowRequest e -> plain(e, REQUEST, "request_timeout");
      case GatewayError.TooLarge e -> plain(e, REQUEST, "request_too_large");
      case GatewayError.WrongMediaType e -> plain(e, REQUEST, "unsupported_media_type");
      case WrongCoding e -> plain(e, REQUEST, "unsupported_content_encoding");
      case AccessError.RateLimited e -> plain(e, limited(e.measure()), "rate_limit_exceeded");
      case AccessError.OverBudget e -> plain(e, "insufficient_quota", "insufficient_quota");
      case GatewayError.Busy e -> plain(e, SERVER, "server_overloaded");
      case GatewayError.Refused e -> refused(e);
      case GatewayError.BackendFailed e -> plain(e, SERVER, "backend_failed");
      case GatewayError.BackendSilent e -> plain(e, SERVER, "backend_timeout");
      case GatewayError.Internal e -> plain(e, SERVER, "internal_error");
    };
  }

  /** Appends {@code {"error":{…}}}. */
  void append(ByteBuilder out) {
    out.append("{\"error\":{\"message\":").appendJson(message);
    out.append(",\"type\":").appendJson(type);
    append(",\"param\":", param, out);
    append(",\"code\":", code, out);
    out.append("}}");
  }

  private static void append(String key, @Nullable String value, ByteBuilder out) {
    out.append(key);
    if (value == null) {
      out.append("null");
    } else {
      out.appendJson(value);
    }
  }

  private static @Nullable String code(Flaw flaw) {
    return switch (flaw) {
      case MALFORMED -> null;
      case UNKNOWN_FIELD -> "unknown_parameter";
      case MISSING -> "missing_required_parameter";
      case TYPE -> "invalid_type";
      case VALUE -> "invalid_value";
    };
  }

  private static String limited(Measure measure) {
    return measure == Measure.TOKENS ? "tokens" : "requests";
  }

  private static OpenAiError refused(GatewayError.Refused error) {
    if (error.status() >= 500) {
      return plain(error, SERVER, error.status() == 503 ? "server_overloaded" : null);
    }
    if (error.status() == 404) {
      return new OpenAiError(
          OllamaErrors.plain(error.message()), REQUEST, "model", "model_not_found");
    }
    String text = error.message().toLowerCase(Locale.ROOT);
    boolean tooLong = text.contains("context length") || text.contains("context size");
    return plain(error, REQUEST, tooLong ? "context_length_exceeded" : null);
  }

  private static OpenAiError plain(GatewayError error, String type, @Nullable String code) {
    return new OpenAiError(OllamaErrors.plain(error.message()), type, null, code);
  }
}
