package dev.localllm.pipeline;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.ollama.OllamaErrors;
import java.io.IOException;

/** Reads answers that come in one piece, and makes errors of those with an error status. */
final class BackendBodies {

  private static final int FIRST_ERROR_STATUS = 400;
  private static final int LONGEST_ERROR = 1 << 20;

  private BackendBodies() {}

  /**
   * Lets a good response head pass.
   *
   * @throws GatewayException with the backend's own words when the head has an error status
   */
  static void check(BackendAnswer head) {
    if (head.status() >= FIRST_ERROR_STATUS) {
      throw new GatewayException(
          OllamaErrors.refused(head.status(), wholeBody(head, LONGEST_ERROR)));
    }
  }

  /**
   * Reads the rest of an answer.
   *
   * @throws GatewayException when it is longer than {@code limit} bytes or breaks off
   */
  static byte[] wholeBody(BackendAnswer head, int limit) {
    byte[] body;
    try {
      body = head.body().readNBytes(limit + 1);
    } catch (IOException e) {
      throw new GatewayException(new BackendFailed("the connection to the backend broke"));
    }
    if (body.length > limit) {
      throw new GatewayException(
          new BackendFailed("the backend's answer is longer than " + limit + " bytes"));
    }
    return body;
  }
}
