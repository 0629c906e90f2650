package dev.localllm.api;

import dev.localllm.pipeline.ContentCodings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** How the body of a request is packed. */
final class Codings {

  private Codings() {}

  /**
   * As its headers say.
   *
   * @throws dev.localllm.chat.GatewayException when that is not understood
   */
  static ContentCodings of(HttpServletRequest request) {
    return ContentCodings.of(Collections.list(request.getHeaders("Content-Encoding")));
  }
}
