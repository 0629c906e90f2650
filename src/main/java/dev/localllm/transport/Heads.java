package dev.localllm.transport;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;

/** Which response heads are none, and in which words. */
final class Heads {

  private Heads() {}

  /** Ollama answers with 200, for a new blob with 201, and with errors. */
  static void check(ClassicHttpResponse head) throws BadAnswer {
    int status = head.getCode();
    if (status >= 300 && status < 400) {
      throw new BadAnswer("answered with status " + status + "; redirects are not followed");
    }
    if ((status != 200 && status != 201 && status < 400) || status > 599) {
      throw new BadAnswer("answered with status " + status + ", which says nothing");
    }
  }

  static BadAnswer bad(HttpException cause) {
    return new BadAnswer(
        cause instanceof UnsupportedHttpVersionException
            ? "speaks another version of HTTP than 1.1"
            : "does not answer as an HTTP server does",
        cause);
  }

  static BadAnswer tooLong(Bounds bounds, MessageConstraintException cause) {
    return new BadAnswer(
        "sent a response head out of bounds: lines of at most %d bytes, %d of them at most"
            .formatted(bounds.headerBytes(), bounds.headers()),
        cause);
  }
}
