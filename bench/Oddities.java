import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils what is around the body: methods, versions, headers, and how the body is delimited. */
final class Oddities {

  private static final List<String> METHODS =
      List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST");
  private static final List<String> STRANGE_METHODS = List.of("TRACE", "FOO", "post", "P\u00d6ST");
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

  /** Asks in a way that is well-formed but unusual; the answer has a dialect. */
  void unusual(Message message) {
    switch (random.nextInt(6)) {
      case 0 -> message.method = any(METHODS);
      case 1 -> message.path += "?a=b&" + message.method;
      default -> new OddHeaders(random).unusual(message);
    }
  }

  /** Asks in a way that is hardly HTTP. */
  void broken(Message message) {
    switch (random.nextInt(8)) {
      case 0 -> message.headers.put("Content-Length", any(LENGTHS));
      case 1 -> message.version = any(VERSIONS);
      case 2 -> message.method = any(STRANGE_METHODS);
      case 3, 4 -> chunked(message);
      default -> new OddHeaders(random).broken(message);
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
