import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/**
 * What hostile callers do, one strike at a time, each bounded in time, bytes and connections.
 * Thread-safe.
 */
final class Attacks {

  private static final int UNPACKED = 200 << 20;
  private static final List<String> MISBEHAVIOUR =
      List.of("headers", "interim", "empty", "redirect", "lengths", "chunk");
  private static final List<String> SPELLINGS =
      List.of(
          "{\"model\":\"small\",\"Model\":\"secret\"}",
          "{\"Model\":\"secret\",\"model\":\"small\"}",
          "{\"model\":\"small\",\"model\":\"secret\"}",
          "{\"name\":\"small\",\"model\":\"secret\"}");
  private static final List<String> AMBIGUOUS =
      List.of(
          "Content-Length: 2\r\nContent-Length: 20\r\n",
          "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked, identity\r\n",
          "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n",
          "Content-Length: +2\r\n",
          "Host: other.example\r\nContent-Length: 2\r\n",
          "X-Bare: a\rb\r\nContent-Length: 2\r\n");

  private final Secrets secrets;
  private final Findings findings;
  private final RandomGenerator random;
  private final AtomicLong fuzzed = new AtomicLong();
  private final byte[] bomb = bomb();

  /** Whom the strikes pretend to be; each is sent to the gateway with a key that has little. */
  record Secrets(
      Target poor, Target restricted, Target reader, Target metered, Target rich, Target none) {}

  private enum Sort {
    UNFINISHED,
    BOMB,
    BOMB_WITH_KEY,
    SPELLING,
    STRAY_ANSWER,
    BACKEND,
    LONG_FIELD,
    LISTINGS,
    TOKENS,
    FOREIGN,
    ENDLESS,
    DRIPPED_HEAD,
    SLOW_READER,
    AMBIGUOUS,
    FUZZ
  }

  Attacks(Secrets secrets, Findings findings, RandomGenerator random) {
    this.secrets = secrets;
    this.findings = findings;
    this.random = random;
  }

  /** Strikes in one of the ways; what should not come of it is a finding. */
  void strike() {
    Sort sort = Sort.values()[random.nextInt(Sort.values().length)];
    try {
      int status = strike(sort);
      if (status >= 500 && !mayFail(sort, status)) {
        findings.add(sort + " was answered with status " + status, "");
      }
    } catch (java.net.SocketTimeoutException e) {
      findings.add(sort + " was neither answered nor cut off", "");
    } catch (IOException cutOff) {
      // a refusal too
    }
  }

  private static boolean mayFail(Sort sort, int status) {
    return switch (sort) {
      case BACKEND -> status == 502;
      case STRAY_ANSWER -> status == 502;
      case AMBIGUOUS -> status == 501;
      // more is held for bodies than the process may hold
      default -> status == 503;
    };
  }

  /** The status of the answer; 0 where none is waited for. */
  private int strike(Sort sort) throws IOException {
    return switch (sort) {
      case UNFINISHED -> Strike.unfinished(secrets.poor, 20, 250_000);
      case BOMB -> Strike.ask(secrets.none, gzipped(secrets.none));
      case BOMB_WITH_KEY -> Strike.ask(secrets.rich, gzipped(secrets.rich));
      case SPELLING -> spelled();
      case STRAY_ANSWER ->
          Strike.ask(
              secrets.rich, secrets.rich.failing(random.nextBoolean() ? "surplus" : "later"));
      case BACKEND -> Strike.ask(secrets.rich, secrets.rich.failing(any(MISBEHAVIOUR)));
      case LONG_FIELD -> Strike.ask(secrets.rich, longField());
      case LISTINGS -> Strike.together(secrets.reader, 60, secrets.reader.get("/api/tags"));
      case TOKENS -> Strike.together(secrets.metered, 40, secrets.metered.stream(1000, 0));
      case FOREIGN -> Strike.ask(secrets.none, Strike.foreign());
      case ENDLESS -> Strike.endless(secrets.none);
      case DRIPPED_HEAD -> Strike.drip(secrets.none, 50);
      case SLOW_READER -> Strike.deaf(secrets.rich, secrets.rich.stream(5000, 0));
      case AMBIGUOUS -> Strike.ask(secrets.none, Strike.ambiguous(secrets.rich, any(AMBIGUOUS)));
      case FUZZ -> fuzz();
    };
  }

  private int spelled() throws IOException {
    String path = random.nextBoolean() ? "/api/show" : "/api/chat";
    return Strike.ask(secrets.restricted, secrets.restricted.post(path, any(SPELLINGS)));
  }

  private byte[] longField() {
    String digits = "1".repeat(1 << 20);
    String body =
        switch (random.nextInt(3)) {
          case 0 -> "{\"model\":\"bench\",\"messages\":[],\"keep_alive\":\"" + digits + "h\"}";
          case 1 -> "{\"model\":\"" + digits + "\",\"messages\":[]}";
          default -> "{\"model\":\"bench\",\"messages\":" + "[".repeat(200_000) + "}";
        };
    return secrets.rich.post("/api/chat", body);
  }

  private int fuzz() throws IOException {
    Case sent = Cases.of(1, fuzzed.getAndIncrement());
    try (Wire wire = Wire.connect(secrets.rich.port())) {
      Exchange.of(sent.with(secrets.rich.credential()), wire);
      return 0;
    }
  }

  private byte[] gzipped(Target target) {
    String head =
        "POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            .formatted(target.credential(), bomb.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bomb);
    return out.toByteArray();
  }

  private static byte[] bomb() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < UNPACKED / blank.length; i++) {
        out.write(blank);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
