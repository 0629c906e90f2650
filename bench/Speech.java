import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An answer in Ollama's way, token by token or whole. */
final class Speech {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String OPENING =
      "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00Z\",";
  private static final String SPACE_FOR_STAMP = " @0000000000000000";

  private final boolean chat;
  private final Script script;
  private final SocketChannel channel;
  private final Upstream.Counts counts;
  private final ByteBuffer nothing = ByteBuffer.allocate(1);

  Speech(boolean chat, Script script, SocketChannel channel, Upstream.Counts counts) {
    this.chat = chat;
    this.script = script;
    this.channel = channel;
    this.counts = counts;
  }

  /** Answers in one piece, when a stream ends; {@code loading} answers an empty prompt. */
  void whole(boolean loading) throws IOException {
    if (!loading) {
      sleepUntil(System.nanoTime() + script.tokens() * script.delayMillis() * 1_000_000L);
    }
    String words = loading ? "" : " @" + Tokens.nowMicros() + mark();
    String reason = loading ? "load" : "stop";
    byte[] answer = Visit.message("200 OK", "application/json; charset=utf-8", last(words, reason));
    if (script.fail() == Script.Fail.HALF) {
      send(ByteBuffer.wrap(answer, 0, answer.length / 2));
      channel.close();
    } else {
      send(ByteBuffer.wrap(answer));
    }
  }

  /** Answers token by token, unless the client leaves. */
  void stream() throws IOException {
    channel.configureBlocking(false);
    if (tokens()) {
      send(end());
      channel.configureBlocking(true);
      if (script.fail() == Script.Fail.HALF) {
        channel.close();
      }
    } else {
      channel.close();
    }
  }

  private boolean tokens() throws IOException {
    String chunk = chunk(OPENING + words(SPACE_FOR_STAMP) + ",\"done\":false}\n");
    byte[] token = chunk.getBytes(StandardCharsets.US_ASCII);
    int stamp = chunk.indexOf('@') + 1;
    byte[] first = (HEAD + chunk).getBytes(StandardCharsets.US_ASCII);
    long due = System.nanoTime();
    for (int i = 0; i < script.tokens(); i++) {
      due += script.delayMillis() * 1_000_000L;
      sleepUntil(due);
      byte[] piece = i == 0 ? first : token;
      stamp(piece, (i == 0 ? HEAD.length() : 0) + stamp);
      if (clientLeft() || !sent(ByteBuffer.wrap(piece))) {
        counts.left(Math.max(0, i - script.leftAfter()));
        return false;
      }
    }
    if (script.tokens() == 0) {
      send(ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.US_ASCII)));
    }
    return true;
  }

  /** Asks without waiting, which a write alone could tell only one token later. */
  private boolean clientLeft() {
    try {
      nothing.clear();
      return channel.read(nothing) < 0;
    } catch (IOException broken) {
      return true;
    }
  }

  private boolean sent(ByteBuffer bytes) {
    try {
      send(bytes);
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  private void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      boolean blocking = channel.isBlocking();
      channel.configureBlocking(true);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.configureBlocking(blocking);
    }
  }

  private ByteBuffer end() {
    String end =
        switch (script.fail()) {
          case ERROR -> chunk("{\"error\":\"asked to fail\"}\n") + "0\r\n\r\n";
          case UNFINISHED -> "0\r\n\r\n";
          case HALF -> "50\r\n" + OPENING;
          default -> chunk(last(mark(), "stop") + "\n") + "0\r\n\r\n";
        };
    return ByteBuffer.wrap(end.getBytes(StandardCharsets.US_ASCII));
  }

  private String mark() {
    return script.mark().isEmpty() ? "" : " #" + script.mark();
  }

  private String last(String words, String reason) {
    return OPENING
        + words(words)
        + ",\"done\":true,\"done_reason\":\""
        + reason
        + "\",\"total_duration\":5000000,\"load_duration\":1000000,\"prompt_eval_count\":7,"
        + "\"prompt_eval_duration\":1000000,\"eval_count\":"
        + script.tokens()
        + ",\"eval_duration\":3000000}";
  }

  private String words(String words) {
    return chat
        ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + words + "\"}"
        : "\"response\":\"" + words + "\"";
  }

  private static String chunk(String payload) {
    return Integer.toHexString(payload.length()) + "\r\n" + payload + "\r\n";
  }

  private static void stamp(byte[] piece, int at) {
    long micros = Tokens.nowMicros();
    for (int i = at + Tokens.DIGITS - 1; i >= at; i--) {
      piece[i] = (byte) ('0' + micros % 10);
      micros /= 10;
    }
  }

  private static void sleepUntil(long due) {
    long wait = due - System.nanoTime();
    if (wait > 0) {
      try {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
