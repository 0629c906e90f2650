package dev.localllm.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One client's HTTP/1.1 connection. Its thread keeps reading while a request is being answered, so
 * that it sees at once when the client leaves.
 */
final class Connection {

  private static final String BLOB = "/api/blobs/";

  private final Socket socket;
  private final Journal journal;
  private final Runnable beforeBody;
  private final BiConsumer<Received, Reply> routes;
  private final PushbackInputStream in;

  Connection(
      Socket socket, Journal journal, Runnable beforeBody, BiConsumer<Received, Reply> routes)
      throws IOException {
    this.socket = socket;
    this.journal = journal;
    this.beforeBody = beforeBody;
    this.routes = routes;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 1);
  }

  /** Serves requests until either side has had enough. */
  void serve() {
    journal.connection(1);
    try (socket) {
      socket.setTcpNoDelay(true);
      while (anotherByte()) {
        Received request = read();
        journal.received(request);
        if (!answer(request)) {
          return;
        }
      }
    } catch (IOException closedOrMalformed) {
      // the end of the connection, which is all there is to do
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      journal.connection(-1);
    }
  }

  /** Answers and meanwhile watches; returns whether the connection is still of use. */
  private boolean answer(Received request) throws IOException, InterruptedException {
    Reply reply = new Reply(socket, request.method().equals("HEAD"));
    journal.active(1);
    Thread answering = Thread.ofVirtual().start(() -> route(request, reply));
    boolean present = false;
    try {
      present = anotherByte();
    } catch (IOException resetByPeerOrClosedByUs) {
      // the same as the end of the stream
    }
    if (!present && !reply.complete()) {
      journal.cancelled(new Cancelled(request.model(), reply.tokens()));
      answering.interrupt();
    }
    answering.join();
    return present && !socket.isClosed();
  }

  private void route(Received request, Reply reply) {
    try {
      routes.accept(request, reply);
    } catch (PeerGone nothingToDo) {
      return;
    } finally {
      journal.active(-1);
    }
  }

  private boolean anotherByte() throws IOException {
    int next = in.read();
    if (next >= 0) {
      in.unread(next);
    }
    return next >= 0;
  }

  private Received read() throws IOException {
    String[] start = line(in).split(" ", 3);
    if (start.length < 3) {
      throw new IOException("not HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String[] pair = header.split(":", 2);
      headers.put(pair[0].toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1].strip() : "");
    }
    beforeBody.run();
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
    }
    String body =
        start[1].startsWith(BLOB) && start[0].equals("POST")
            ? blob(start[1].substring(BLOB.length()), headers)
            : new String(body(headers).readAllBytes(), UTF_8);
    return new Received(start[0], start[1], headers, body);
  }

  /** A blob may be long: only its digest is kept. */
  private String blob(String name, Map<String, String> headers) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      body(headers).transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException brokenOff) {
      journal.cancelled(new Cancelled(name, 0));
      throw brokenOff;
    }
  }

  private Body body(Map<String, String> headers) {
    boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
    return new Body(in, chunked ? -1 : Long.parseLong(headers.getOrDefault("content-length", "0")));
  }

  /** The next line of {@code in}. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(US_ASCII);
  }
}
