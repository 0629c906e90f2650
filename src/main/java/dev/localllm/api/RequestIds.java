package dev.localllm.api;

import jakarta.servlet.http.HttpServletRequest;

/** Where a request's id is found once the edge has accepted or made it. */
public final class RequestIds {

  /** Name of the request attribute that holds the id. */
  public static final String ATTRIBUTE = "dev.localllm.requestId";

  /** Name of the header that carries the id. */
  public static final String HEADER = "x-request-id";

  private RequestIds() {}

  /** The id of {@code request}, {@code unknown} before the edge has seen it. */
  public static String of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "unknown";
  }
}
