import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One connection to the fake upstream. */
final class Visit implements Runnable {

  private static final String JSON = "application/json; charset=utf-8";
  private static final String MODEL =
      """
      {"name":"bench:latest","model":"bench:latest","modified_at":"2026-01-01T00:00:00Z",\
      "size":1,"digest":"0000","details":{"format":"gguf","family":"fake","families":["fake"],\
      "parameter_size":"1M","quantization_level":"F16"},"capabilities":["completion","tools"]}\
      """;

  private final SocketChannel channel;
  private final Upstream.Counts counts;

  Visit(SocketChannel channel, Upstream.Counts counts) {
    this.channel = channel;
    this.counts = counts;
  }

  @Override
  public void run() {
    try (channel;
        Wire wire = new Wire(channel.socket())) {
      channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      while (wire.readHead()) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        wire.readRequestBody((bytes, from, to) -> body.write(bytes, from, to - from));
        String[] start = wire.head().text().split(" ", 3);
        answer(start[1], body.toString(StandardCharsets.UTF_8), wire);
      }
    } catch (IOException clientGone) {
      return;
    }
  }

  private void answer(String path, String body, Wire wire) throws IOException {
    String fixed =
        switch (path) {
          case "/api/version" -> "{\"version\":\"0.34.2\"}";
          case "/api/tags", "/api/ps" -> "{\"models\":[" + MODEL + "]}";
          case "/api/show" -> "{\"modelfile\":\"FROM /x\",\"details\":{},\"model_info\":{}}";
          case "/fake/stats" -> counts.json();
          case "/fake/reset" -> {
            counts.reset();
            yield "{}";
          }
          default -> "";
        };
    if (!fixed.isEmpty()) {
      wire.send(message("200 OK", JSON, fixed));
      return;
    }
    try {
      infer(path, body, wire);
    } catch (IllegalArgumentException | ClassCastException e) {
      wire.send(message("400 Bad Request", JSON, "{\"error\":\"" + "cannot read the body\"}"));
    }
  }

  private void infer(String path, String body, Wire wire) throws IOException {
    Map<?, ?> request = (Map<?, ?>) Json.parse(body);
    Script script = Script.in(body).within(limit(request));
    counts.answers.incrementAndGet();
    switch (script.fail()) {
      case STATUS500 -> wire.send(message("500 Oops", JSON, "{\"error\":\"asked to fail\"}"));
      case STATUS503 -> wire.send(message("503 Busy", JSON, "{\"error\":\"asked to fail\"}"));
      case GARBAGE -> wire.send(message("200 OK", JSON, "<html>"));
      case RESET -> channel.close();
      case SURPLUS, LATER, HEADERS, INTERIM, EMPTY, REDIRECT, LENGTHS, CHUNK ->
          new Misbehaviour(wire).answer(script.fail());
      default -> {
        switch (path) {
          case "/api/embed" -> wire.send(message("200 OK", JSON, vectors(request)));
          case "/api/embeddings" -> wire.send(message("200 OK", JSON, "{\"embedding\":[0.6,0.8]}"));
          case "/api/chat" -> infer(new Speech(true, script, channel, counts), "messages", request);
          case "/api/generate" ->
              infer(new Speech(false, script, channel, counts), "prompt", request);
          default -> wire.send(message("404 Not Found", "text/plain", "404 page not found"));
        }
      }
    }
  }

  private static void infer(Speech speech, String input, Map<?, ?> request) throws IOException {
    Object prompt = request.get(input);
    boolean empty =
        switch (prompt) {
          case null -> true;
          case List<?> messages -> messages.isEmpty();
          case String text -> text.isEmpty();
          default -> prompt == Json.NULL;
        };
    if (empty || Boolean.FALSE.equals(request.get("stream"))) {
      speech.whole(empty);
    } else {
      speech.stream();
    }
  }

  /** How many tokens the client wants at most; many when it does not say. */
  private static int limit(Map<?, ?> request) {
    return request.get("options") instanceof Map<?, ?> options
            && options.get("num_predict") instanceof Json.Raw limit
            && limit.text().matches("\\d{1,9}")
        ? Integer.parseInt(limit.text())
        : Integer.MAX_VALUE;
  }

  private static String vectors(Map<?, ?> request) {
    int count = request.get("input") instanceof List<?> inputs ? inputs.size() : 1;
    String all = "[0.6,0.8],".repeat(count);
    return "{\"model\":\"bench\",\"embeddings\":["
        + all.substring(0, Math.max(0, all.length() - 1))
        + "],\"prompt_eval_count\":3}";
  }

  /** A response whose body is ASCII. */
  static byte[] message(String status, String type, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
