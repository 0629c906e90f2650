package dev.localllm.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP/1.1 client that shows each chunk as it came, and leaves when it is told to. */
public final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private int status = -1;
  private Map<String, String> headers = Map.of();

  private RawClient(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects and sends nothing. */
  public static RawClient connect(URI server) throws IOException {
    return new RawClient(server);
  }

  /** Sends a JSON body by POST; {@code headers} are complete lines. */
  public static RawClient post(URI server, String path, String body, String... headers)
      throws IOException {
    RawClient client = new RawClient(server);
    byte[] bytes = body.getBytes(UTF_8);
    client.send(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(path, server.getAuthority(), bytes.length, lines(headers)));
    client.socket.getOutputStream().write(bytes);
    return client;
  }

  static RawClient chat(FakeOllama fake, String body) throws IOException {
    return post(fake.url(), "/api/chat", body);
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  /** Sends these characters, unframed. */
  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** The status; waits for the response head. */
  public int status() throws IOException {
    readHead();
    return status;
  }

  /** A response header; empty when there is none. */
  public String header(String name) throws IOException {
    readHead();
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The next chunk of the body; empty at its end. */
  public String chunk() throws IOException {
    readHead();
    int size = Integer.parseInt(line(), 16);
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("in a chunk");
    }
    line();
    return new String(bytes, UTF_8);
  }

  /** The chunks that are left. */
  public List<String> chunks() throws IOException {
    List<String> chunks = new ArrayList<>();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  /** Reads chunks until their text contains {@code part}; returns all of it. */
  public String until(String part) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(part) < 0) {
      String chunk = chunk();
      if (chunk.isEmpty()) {
        throw new EOFException("no " + part + " in: " + text);
      }
      text.append(chunk);
    }
    return text.toString();
  }

  /** The whole body, whatever its framing. */
  public String body() throws IOException {
    readHead();
    if (header("transfer-encoding").equals("chunked")) {
      return String.join("", chunks());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new String(in.readNBytes(length), UTF_8);
  }

  /** From now on the answer to a further request is meant. */
  public void next() {
    status = -1;
  }

  /** How reading on fails; throws when it does not. */
  public IOException failure() {
    try {
      String chunk = chunk();
      throw new AssertionError("no failure but: " + chunk);
    } catch (IOException failure) {
      return failure;
    }
  }

  /** Leaves with a reset in place of a farewell. */
  public void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void readHead() throws IOException {
    if (status >= 0) {
      return;
    }
    String start = line();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] pair = line.split(": *", 2);
      fields.merge(pair[0].toLowerCase(Locale.ROOT), pair[1], (one, two) -> one + ", " + two);
    }
    headers = fields;
    status = Integer.parseInt(start.split(" ")[1]);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("in a line");
      }
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }
}
