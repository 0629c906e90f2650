package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers with problem details. */
public final class Problems {

  private Problems() {}

  /** The answer to a request for {@code path}. */
  public static Response response(String path, Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.CONTENT_TYPE).entity(problem.json(path));
    problem
        .retryAfter()
        .ifPresent(delay -> response.header(HttpHeaders.RETRY_AFTER, delay.toSeconds()));
    return response.build();
  }

  /** The answer to a request for {@code path}. */
  public static Response response(String path, GatewayError error) {
    return ErrorResponses.of(new ProblemDialect(path), error);
  }
}
