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
   * @param holding is charged with what an error says
   * @throws GatewayException with the backend's own words when the head has an error status
   */
  static void check(BackendAnswer head, Holding holding) {
    if (head.status() >= FIRST_ERROR_STATUS) {
      throw new GatewayException(
          OllamaErrors.refused(head.status(), wholeBody(head, LONGEST_ERROR, holding)));
    }
  }

  /**
   * Reads the rest of an answer.
   *
   * @param holding is charged with what is allocated
   * @throws GatewayException when it is longer than {@code limit} bytes, breaks off, or there is no
   *     room for it
   */
  static byte[] wholeBody(BackendAnswer head, int limit, Holding holding) {
    int first = Math.min(FIRST_PIECE, limit + 1);
    holding.take(first);
    byte[] body = new byte[first];
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
          body = resized(body, (int) Math.min(size * 2L, limit + 1L), holding);
        }
        count = head.body().read(body, size, body.length - size);
      }
    } catch (IOException e) {
      throw BackendAnswer.broken(e);
    }
    return resized(body, size, holding);
  }

  private static byte[] resized(byte[] body, int length, Holding holding) {
    holding.take(length);
    byte[] copy = Arrays.copyOf(body, length);
    holding.giveBack(body.length);
    return copy;
  }
}
