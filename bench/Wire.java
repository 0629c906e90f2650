import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1 messages on one connection, parsed by hand so that measuring costs little. Either side
 * uses it. Not thread-safe.
 */
final class Wire implements AutoCloseable {

  /** Takes the bytes of a body as they come; they are overwritten afterwards. */
  interface Body {
    void take(byte[] bytes, int from, int to) throws IOException;
  }

  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST = 64 << 10;

  private final Socket socket;
  private final InputStream in;
  private byte[] buffer = new byte[4096];
  private int from;
  private int to;
  private Head head = new Head("");
  private boolean closing;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    in = socket.getInputStream();
  }

  /** Connects to this machine; there is no way to reach another. */
  static Wire connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(new InetSocketAddress(LOOPBACK, port));
    return new Wire(socket);
  }

  Socket socket() {
    return socket;
  }

  void send(byte[] message) throws IOException {
    socket.getOutputStream().write(message);
  }

  /** Reads a message up to its body; false when the other side has closed instead. */
  boolean readHead() throws IOException {
    head = new Head("");
    int seen = from;
    while (true) {
      for (; seen + 3 < to; seen++) {
        if (buffer[seen] == '\r' && buffer[seen + 2] == '\r' && buffer[seen + 3] == '\n') {
          head = new Head(new String(buffer, from, seen + 2 - from, StandardCharsets.ISO_8859_1));
          from = seen + 4;
          closing = head.closing();
          return true;
        }
      }
      int kept = seen - from;
      if (!fill()) {
        if (from == to) {
          return false;
        }
        throw new EOFException("the connection ended within a head");
      }
      seen = from + kept;
    }
  }

  /** The head that was read last. */
  Head head() {
    return head;
  }

  /** Whether this connection cannot be used once more. */
  boolean closing() {
    return closing;
  }

  /** Reads the body of a request. */
  void readRequestBody(Body body) throws IOException {
    if (head.chunked() || head.length() > 0) {
      readBody(body);
    }
  }

  /** Reads the body of a response; fails when the connection ends within it. */
  void readBody(Body body) throws IOException {
    if (head.chunked()) {
      for (long size = chunkSize(); size > 0; size = chunkSize()) {
        exactly(size, body);
        line();
      }
      while (!line().isEmpty()) {}
    } else if (head.length() >= 0) {
      exactly(head.length(), body);
    } else {
      closing = true;
      do {
        body.take(buffer, from, to);
        from = to;
      } while (fill());
    }
  }

  private void exactly(long size, Body body) throws IOException {
    long left = size;
    while (left > 0) {
      if (from == to && !fill()) {
        throw new EOFException("the connection ended within a body");
      }
      int count = (int) Math.min(left, to - from);
      body.take(buffer, from, from + count);
      from += count;
      left -= count;
    }
  }

  private long chunkSize() throws IOException {
    String line = line();
    int end = line.indexOf(';');
    return Long.parseLong(end < 0 ? line : line.substring(0, end), 16);
  }

  private String line() throws IOException {
    int end = from;
    while (true) {
      for (; end < to; end++) {
        if (buffer[end] == '\n') {
          int last = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
          String line = new String(buffer, from, last - from, StandardCharsets.ISO_8859_1);
          from = end + 1;
          return line;
        }
      }
      int kept = end - from;
      if (!fill()) {
        throw new EOFException("the connection ended within a body");
      }
      end = from + kept;
    }
  }

  /** Reads some more behind what is there. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      if (to >= MOST) {
        throw new IOException("a line of more than " + MOST + " bytes");
      }
      buffer = java.util.Arrays.copyOf(buffer, to * 2);
    }
    int count = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, count);
    return count > 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }
}
