package dev.localllm.pipeline;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.ollama.OllamaErrors;
import java.io.IOException;
import java.util.Arrays;

/** Reads answers that come in one piece, and makes errors of those with an error status. */
final class BackendBodies {

  private static final int FIRST_ERROR_STATUS = 400;
  private static final int FIRST_PIECE = 2048;
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
    byte[] body = new byte[Math.min(FIRST_PIECE, limit + 1)];
    int size = 0;
    try {
      int count = head.body().read(body, 0, body.length);
      while (count >= 0) {
        size += count;
        if (size > limit) {
          throw new GatewayException(
              new BackendFailed("the backend's answer is longer than " + limit + " bytes"));
        }
        if (size == body.length) {
          body = Arrays.copyOf(body, (int) Math.min(size * 2L, limit + 1L));
        }
        count = head.body().read(body, size, body.length - size);
      }
    } catch (IOException e) {
      throw new GatewayException(new BackendFailed("the connection to the backend broke"));
    }
    return Arrays.copyOf(body, size);
  }
}
