import java.nio.charset.StandardCharsets;

/**
 * Whom the load goes to.
 *
 * @param port where it listens, on this machine
 * @param openAi whether it is spoken to in OpenAI's dialect rather than Ollama's
 * @param key sent with each request; empty for none
 */
record Target(int port, boolean openAi, String key) {

  Target(int port, boolean openAi) {
    this(port, openAi, "");
  }

  /** A request for one whole answer. */
  byte[] whole() {
    return chat(false, "fake:tokens=1;");
  }

  /** A request for a stream. */
  byte[] stream(int tokens, int delayMillis) {
    return chat(true, "fake:tokens=" + tokens + ",delay=" + delayMillis + ";");
  }

  /** A request for a stream that the client is going to leave. */
  byte[] streamLeft(int tokens, int delayMillis, int leftAfter) {
    return chat(
        true, "fake:tokens=" + tokens + ",delay=" + delayMillis + ",left=" + leftAfter + ";");
  }

  /** A request for an answer that has {@code mark}: a stream of some tokens, or whole for 0. */
  byte[] marked(String mark, int streamed) {
    String script = streamed == 0 ? "tokens=1" : "tokens=" + streamed + ",delay=10";
    return chat(streamed > 0, "fake:" + script + ",mark=" + mark + ";");
  }

  /** A request for a whole answer that the upstream fails at. */
  byte[] failing(String how) {
    return chat(false, "fake:fail=" + how + ";");
  }

  private byte[] chat(boolean stream, String script) {
    String body =
        "{\"model\":\"bench\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me. "
            + script
            + "\"}],\"stream\":"
            + stream
            + "}";
    return post(openAi ? "/v1/chat/completions" : "/api/chat", body);
  }

  /** A request with {@code body}, of ASCII. */
  byte[] post(String path, String body) {
    String head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    return (head.formatted(path, credential(), body.length()) + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A request without a body. */
  byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
        .formatted(path, credential())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The header with the key, if there is one. */
  String credential() {
    return key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
  }
}
