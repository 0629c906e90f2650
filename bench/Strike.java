import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Single blows against the gateway, each on connections of its own and soon over. */
final class Strike {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int HELD_MILLIS = 5000;
  private static final int DRIP_MILLIS = 100;
  private static final int ENDLESS_BYTES = 8 << 20;

  private Strike() {}

  /** Sends a request and reads the answer; its status. */
  static int ask(Target target, byte[] request) throws IOException {
    try (Wire wire = Wire.connect(target.port())) {
      wire.socket().setSoTimeout(PATIENCE_MILLIS);
      wire.send(request);
      return answer(wire);
    }
  }

  private static int answer(Wire wire) throws IOException {
    if (!wire.readHead()) {
      return 0;
    }
    int status = wire.head().status();
    wire.readBody((bytes, from, to) -> {});
    return status;
  }

  /** The same request many times at once; the worst status that is not a 503. */
  static int together(Target target, int times, byte[] request) throws IOException {
    CountDownLatch asking = new CountDownLatch(times);
    List<Integer> worst = new ArrayList<>(List.of(0));
    for (int i = 0; i < times; i++) {
      Thread.startVirtualThread(() -> {
        try {
          int status = ask(target, request);
          synchronized (worst) {
            worst.set(0, Math.max(worst.getFirst(), status == 503 ? 0 : status));
          }
        } catch (IOException cutOff) {
          // a refusal too
        } finally {
          asking.countDown();
        }
      });
    }
    try {
      asking.await(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    synchronized (worst) {
      return worst.getFirst();
    }
  }

  /** Begins bodies of {@code length} bytes that are never ended. */
  static int unfinished(Target target, int times, int length) throws IOException {
    List<Wire> wires = new ArrayList<>();
    byte[] whole = target.post("/v1/chat/completions", " ".repeat(length));
    byte[] part = java.util.Arrays.copyOf(whole, whole.length - 1);
    try {
      for (int i = 0; i < times; i++) {
        Wire wire = Wire.connect(target.port());
        wires.add(wire);
        send(wire, part);
      }
      pause(HELD_MILLIS);
    } finally {
      wires.forEach(Wire::close);
    }
    return 0;
  }

  /** The gateway need not take it all. */
  private static void send(Wire wire, byte[] bytes) {
    try {
      wire.socket().setSoTimeout(PATIENCE_MILLIS);
      wire.send(bytes);
    } catch (IOException cutOff) {
      // that is what should happen
    }
  }

  /** Sends a body without an end, or rather as much of it as is worth while. */
  static int endless(Target target) throws IOException {
    try (Wire wire = Wire.connect(target.port())) {
      wire.socket().setSoTimeout(PATIENCE_MILLIS);
      wire.send(
          text("POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
      byte[] chunk = text("10000\r\n" + " ".repeat(0x10000) + "\r\n");
      for (int sent = 0; sent < ENDLESS_BYTES; sent += chunk.length) {
        wire.send(chunk);
      }
      return answer(wire);
    }
  }

  /** Sends the head byte by byte. */
  static int drip(Target target, int bytes) throws IOException {
    byte[] request = target.get("/api/tags");
    try (Wire wire = Wire.connect(target.port())) {
      for (int i = 0; i < Math.min(bytes, request.length); i++) {
        wire.send(new byte[] {request[i]});
        pause(DRIP_MILLIS);
      }
      return 0;
    }
  }

  /** Asks and does not read. */
  static int deaf(Target target, byte[] request) throws IOException {
    try (Wire wire = Wire.connect(target.port())) {
      wire.send(request);
      pause(HELD_MILLIS);
      return 0;
    }
  }

  /** What a web page sends whose name leads here. */
  static byte[] foreign() {
    return text(
        "GET /v1/models HTTP/1.1\r\nHost: rebound.example\r\nOrigin: http://rebound.example\r\n\r\n");
  }

  /** A request whose {@code lines} say more than one thing about where it ends or goes. */
  static byte[] ambiguous(Target target, String lines) {
    return text(
        "POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + target.credential()
            + lines
            + "\r\n{}GET /api/version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
