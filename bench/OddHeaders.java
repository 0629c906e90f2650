import java.util.List;
import java.util.random.RandomGenerator;

/** Headers that are unusual, and headers that are none. */
final class OddHeaders {

  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/json; charset=utf-16",
          "application/json;charset=nix",
          "application/json;",
          "application/JSON",
          "application/jsonx",
          "application/xml",
          "/",
          "*/*",
          "x",
          "json",
          ";;;",
          "application/json, text/plain",
          "\u00ff\u00fe",
          "application/octet-stream",
          "application/x-ndjson",
          "text/event-stream",
          "a/b; c=\"d");
  private static final List<String> ACCEPTS =
      List.of(
          "text/html",
          "application/xml",
          "garbage",
          "///",
          "*/*;q=x",
          "",
          ";",
          "text/event-stream",
          "application/json;q=0",
          "image/png, text/css;q=0.1",
          "application/x-ndjson",
          "a/b/c");
  private static final List<String> IDS =
      List.of(
          "ok-1",
          "",
          " ",
          "a b",
          "a%0d%0aX-Injected: 1",
          "a\rX-Injected: 1",
          "a\nX-Injected: 1",
          "a\r\nX-Injected: 1",
          "\u0000",
          "\u0085",
          "\u00ff\u00fe",
          "\"",
          "<script>",
          "${jndi:x}",
          "a,b",
          "\t",
          "\u007f",
          "a\r\n X-Injected: 1");
  private static final List<String> HEADER_LINES =
      List.of(
          "X-Injected",
          ": x",
          "a b: c",
          " folded",
          "Host: a\r\nHost: b",
          "Cookie: \u0001=\u0002;;;",
          "Connection: upgrade\r\nUpgrade: websocket",
          "Connection: Upgrade\r\nUpgrade: h2c",
          "Expect: 100-continue",
          "Expect: nothing",
          "Range: bytes=0-1",
          "If-None-Match: *",
          "Accept-Encoding: nix;q=9",
          "Content-Encoding: gzip",
          "Content-Encoding: zstd",
          "Content-Encoding: br",
          "Content-Encoding: gzip, deflate\r\nContent-Encoding: zstd",
          "Content-Length: +1",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: chunked, identity",
          "Accept-Language: \u00ff",
          "X-HTTP-Method-Override: DELETE",
          "Forwarded: for=\"",
          "X-Forwarded-Host: evil.example",
          "X-Forwarded-Proto: x",
          "Authorization: Bearer",
          "Authorization: \u00ff",
          "Te: trailers",
          "Content-Type: text/plain\r\nContent-Type: application/json",
          "$WSSC: x",
          "$WSRA: 1.2.3.4",
          "$WSSN: x",
          "$WSSP: x");
  private static final List<String> FOREIGN =
      List.of(
          "Origin: http://evil.example",
          "Origin: null",
          "Origin: x",
          "Origin: \u00ff",
          "Origin: ",
          "Origin: http://localhost:8000\r\nAccess-Control-Request-Method: POST");

  private final RandomGenerator random;

  OddHeaders(RandomGenerator random) {
    this.random = random;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Adds one that HTTP allows. */
  void unusual(Message message) {
    switch (random.nextInt(4)) {
      case 0 -> message.headers.put("Content-Type", any(TYPES));
      case 1 -> message.headers.put("Accept", any(ACCEPTS));
      case 2 -> message.headers.put("X-Request-Id", any(IDS.subList(0, 5)));
      default -> message.headers.put("X-Filler", "y".repeat(random.nextInt(8000)));
    }
  }

  /** Adds one that is wrong, foreign, or too much. */
  void broken(Message message) {
    switch (random.nextInt(5)) {
      case 0 -> message.headers.put("X-Request-Id", any(IDS));
      case 1 -> message.headers.put("X-Odd", "1\r\n" + any(HEADER_LINES));
      case 2 -> message.headers.put("X-Odd", "1\r\n" + any(FOREIGN));
      case 3 ->
          message.headers.put(
              "Host", any(List.of("evil.example", "", "\u00ff", "a:b:c", "127.0.0.1:99999")));
      default -> tooMuch(message);
    }
  }

  private void tooMuch(Message message) {
    if (random.nextBoolean()) {
      message.headers.put("X-Long", "z".repeat(10_000 + random.nextInt(60_000)));
    } else {
      for (int i = random.nextInt(200); i > 0; i--) {
        message.headers.put("X-Many-" + i, "1");
      }
    }
  }
}
