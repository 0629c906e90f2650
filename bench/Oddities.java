import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils what is around the body: methods, paths, headers, and how the body is delimited. */
final class Oddities {

  private static final List<String> METHODS =
      List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST");
  private static final List<String> STRANGE_METHODS = List.of("TRACE", "FOO", "post", "P\u00d6ST");
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
  private static final List<String> SEGMENTS =
      List.of(
          "v1",
          "api",
          "chat",
          "completions",
          "models",
          "..",
          ".",
          "",
          "%2e%2e",
          "%2F",
          "%00",
          "%c0%af",
          "%zz",
          "%",
          "%E2%98%83",
          "%5c",
          ";x=1",
          "chat;jsessionid=1",
          "health",
          "metrics",
          "a b",
          "\u00e4",
          "~",
          "WEB-INF",
          "web.xml",
          "META-INF",
          "[x]",
          "{id}",
          "blobs",
          "pull",
          "delete",
          "show",
          "openapi",
          "openapi/ui",
          "CHAT",
          "tags",
          "<script>",
          "%3Cscript%3E",
          "%0d%0aX-Injected:1");
  private static final List<String> QUERIES =
      List.of("", "?", "?a=b", "?%zz", "?a=%00&b", "?stream=true", "?a[]={}", "?\u00e4", "??&&==");
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
  private static final List<String> LENGTHS =
      List.of(
          "-1",
          "x",
          "+5",
          "1e3",
          "99999999999999999999",
          "5, 5",
          "0x5",
          "5\r\nContent-Length: 6",
          "");
  private static final List<String> VERSIONS =
      List.of(
          "HTTP/1.0",
          "HTTP/0.9",
          "HTTP/2.0",
          "HTTP/3.0",
          "HTTP/1.1 ",
          "HTTP/1.12",
          "http/1.1",
          "X",
          "");
  private static final List<String> SIZES =
      List.of("-1", "x", "", "0x5", "FFFFFFFFFFFFFFFFF", "7fffffff", "5;a=b", " 5", "5 ", "5\n");

  private final RandomGenerator random;

  Oddities(RandomGenerator random) {
    this.random = random;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Asks for what is there in a way that is well-formed but unusual; the answer has a dialect. */
  void unusual(Message message) {
    switch (random.nextInt(6)) {
      case 0 -> message.method = any(METHODS);
      case 1 -> message.headers.put("Content-Type", any(TYPES));
      case 2 -> message.headers.put("Accept", any(ACCEPTS));
      case 3 -> message.path += any(QUERIES.subList(1, 3));
      case 4 -> message.headers.put("X-Request-Id", any(IDS.subList(0, 5)));
      default -> message.headers.put("X-Filler", "y".repeat(random.nextInt(8000)));
    }
  }

  /** Asks for what is hardly a resource or hardly HTTP. */
  void broken(Message message) {
    switch (random.nextInt(11)) {
      case 0, 1 -> message.path = path();
      case 2 -> message.headers.put("X-Request-Id", any(IDS));
      case 3 -> message.headers.put("X-Odd", "1\r\n" + any(HEADER_LINES));
      case 4 -> message.headers.put("X-Odd", "1\r\n" + any(FOREIGN));
      case 5 -> message.headers.put("Content-Length", any(LENGTHS));
      case 6 -> message.version = any(VERSIONS);
      case 7 -> message.method = any(STRANGE_METHODS);
      case 8 -> tooMuch(message);
      case 9 ->
          message.headers.put(
              "Host", any(List.of("evil.example", "", "\u00ff", "a:b:c", "127.0.0.1:99999")));
      default -> chunked(message);
    }
  }

  private String path() {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      parts.add(any(SEGMENTS));
    }
    String path = "/" + String.join("/", parts) + any(QUERIES);
    return switch (random.nextInt(12)) {
      case 0 -> "http://127.0.0.1" + path;
      case 1 -> path + "/" + "z".repeat(random.nextInt(20_000));
      case 2 -> any(List.of("*", "", "//", "x", "127.0.0.1:80", "/v1/models/" + any(SEGMENTS)));
      default -> path;
    };
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

  private void chunked(Message message) {
    if (random.nextBoolean()) {
      message.headers.remove("Content-Length");
    }
    message.headers.put(
        "Transfer-Encoding",
        any(
            List.of(
                "chunked",
                "chunked",
                "gzip, chunked",
                "x",
                "identity",
                "chunked, chunked",
                "CHUNKED")));
    String text = new String(message.body, StandardCharsets.ISO_8859_1);
    int half = text.length() / 2;
    String size = random.nextBoolean() ? any(SIZES) : Integer.toHexString(half);
    String last =
        any(
            List.of(
                "0\r\n\r\n",
                "0\r\n\r\n",
                "",
                "0\r\nX-Injected: 1\r\n\r\n",
                "00000\r\n\r\n",
                "0\n\n"));
    String body =
        size
            + "\r\n"
            + text.substring(0, half)
            + "\r\n"
            + Integer.toHexString(text.length() - half)
            + ";x=\"y\"\r\n"
            + text.substring(half)
            + "\r\n"
            + last;
    message.body = body.getBytes(StandardCharsets.ISO_8859_1);
  }
}
