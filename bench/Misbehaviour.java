import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a backend may send that is no proper answer, bounded in case nobody stops it. */
final class Misbehaviour {

  private static final String JSON = "application/json";
  private static final int MOST = 64 << 20;
  private static final int MOMENT = 5;

  private final Wire wire;

  Misbehaviour(Wire wire) {
    this.wire = wire;
  }

  void answer(Script.Fail how) throws IOException {
    switch (how) {
      case SURPLUS -> wire.send(twice());
      case LATER -> {
        wire.send(answer("first"));
        pause();
        wire.send(answer("stray"));
      }
      case HEADERS -> endless("HTTP/1.1 200 OK\r\n", "X-More: " + "x".repeat(1000) + "\r\n");
      case INTERIM -> endless("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
      case EMPTY -> send("HTTP/1.1 204 No Content\r\n\r\n");
      case REDIRECT ->
          send(
              "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/api/chat\r\nContent-Length: 0\r\n\r\n");
      case LENGTHS -> send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}");
      case CHUNK ->
          send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
      case NONE, STATUS500, STATUS503, RESET, HALF, UNFINISHED, ERROR, GARBAGE ->
          throw new IllegalArgumentException(how.toString());
    }
  }

  private static byte[] twice() {
    String first = new String(answer("first"), StandardCharsets.US_ASCII);
    String stray = new String(answer("stray"), StandardCharsets.US_ASCII);
    return (first + stray).getBytes(StandardCharsets.US_ASCII);
  }

  /** A whole answer to either call, which nobody but the hostile caller may ever see. */
  private static byte[] answer(String mark) {
    return Visit.message(
        "200 OK",
        JSON,
        "{\"model\":\"bench\",\"message\":{\"role\":\"assistant\",\"content\":\"#"
            + mark
            + "\"},\"response\":\"#"
            + mark
            + "\",\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":1}");
  }

  private void endless(String start, String more) throws IOException {
    send(start);
    String piece = more.repeat(64);
    for (long sent = 0; sent < MOST; sent += piece.length()) {
      send(piece);
    }
  }

  private void send(String text) throws IOException {
    wire.send(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(MOMENT);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
