package dev.localllm.protocol.ollama;

import dev.localllm.chat.AccessError;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.WrongCoding;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Dialect;

/** Errors as Ollama words them: {@code {"error":"…"}}, or plain text where no route matches. */
public final class OllamaDialect implements Dialect {

  static final String JSON = "application/json; charset=utf-8";
  static final String NDJSON = "application/x-ndjson";
  private static final String TEXT = "text/plain";

  @Override
  public String label() {
    return "ollama";
  }

  @Override
  public ErrorBody error(GatewayError error) {
    return switch (error) {
      case GatewayError.UnknownPath e -> new ErrorBody(e.status(), TEXT, "404 page not found");
      case GatewayError.WrongMethod e -> new ErrorBody(e.status(), TEXT, "405 method not allowed");
      case GatewayError.Invalid e -> json(e);
      case GatewayError.Unsupported e -> json(e);
      case AccessError.Unauthorized e -> json(e);
      case AccessError.Forbidden e -> json(e);
      case GatewayError.UnknownModel e -> json(e);
      case GatewayError.SlowRequest e -> json(e);
      case GatewayError.TooLarge e -> json(e);
      case GatewayError.WrongMediaType e -> json(e);
      case WrongCoding e -> json(e);
      case AccessError.RateLimited e -> json(e);
      case AccessError.OverBudget e -> json(e);
      case GatewayError.Busy e -> json(e);
      case GatewayError.Refused e -> json(e);
      case GatewayError.BackendFailed e -> json(e);
      case GatewayError.BackendSilent e -> json(e);
      case GatewayError.Internal e -> json(e);
    };
  }

  static void appendError(GatewayError error, ByteBuilder out) {
    out.append("{\"error\":").appendJson(error.message()).write('}');
  }

  private static ErrorBody json(GatewayError error) {
    ByteBuilder body = new ByteBuilder(error.message().length() + 16);
    appendError(error, body);
    return new ErrorBody(error.status(), JSON, body.toString());
  }
}
