package dev.localllm.protocol.openai;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Dialect;

/** Errors as OpenAI words them: {@code {"error":{"message","type","param","code"}}}. */
public final class OpenAiDialect implements Dialect {

  static final String JSON = "application/json";

  @Override
  public String label() {
    return "openai";
  }

  @Override
  public ErrorBody error(GatewayError error) {
    ByteBuilder body = new ByteBuilder(256);
    OpenAiError.of(error).append(body);
    return new ErrorBody(error.status(), JSON, body.toString());
  }
}
