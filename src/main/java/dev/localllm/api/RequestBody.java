package dev.localllm.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body that a request says it has: whether somebody has read it to its end. Thread-safe. */
public final class RequestBody {

  /** Name of the request attribute that holds it. */
  public static final String ATTRIBUTE = "dev.localllm.body";

  /** The server reads so much in no time, and may keep the connection. */
  private static final long SMALL = 64 << 10;

  private final long length;
  private volatile boolean taken;

  private RequestBody(long length) {
    this.length = length;
  }

  /** Begins with the body of {@code request}; empty when it has none. */
  public static Optional<RequestBody> begin(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    if (length <= 0 && request.getHeader("Transfer-Encoding") == null) {
      return Optional.empty();
    }
    var body = new RequestBody(length);
    request.setAttribute(ATTRIBUTE, body);
    return Optional.of(body);
  }

  /** What to call when the body of {@code request} has been read, from any thread. */
  static Runnable end(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestBody body
        ? () -> body.taken = true
        : () -> {};
  }

  /** Whether nobody has read it. */
  public boolean unread() {
    return !taken;
  }

  /** Whether {@code body} is one of which too much is left to read for the connection to go on. */
  public static boolean endsConnection(@Nullable Object body) {
    return body instanceof RequestBody rest
        && rest.unread()
        && (rest.length < 0 || rest.length > SMALL);
  }
}
