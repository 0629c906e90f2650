package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.protocol.Dialect;

/** Errors of the admin API, which is nobody's dialect but our own. */
final class ProblemDialect implements Dialect {

  private final String path;

  /** Words errors of requests for {@code path}. */
  ProblemDialect(String path) {
    this.path = path;
  }

  @Override
  public String label() {
    return "admin";
  }

  @Override
  public ErrorBody error(GatewayError error) {
    return new ErrorBody(error.status(), Problem.CONTENT_TYPE, Problem.of(error).json(path));
  }
}
