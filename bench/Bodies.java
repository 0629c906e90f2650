import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes requests that are right, with some of all that they may have in them. */
final class Bodies {

  /** Where inference is asked for. */
  static final List<String> INFERENCE =
      List.of(
          "/v1/chat/completions",
          "/v1/completions",
          "/v1/embeddings",
          "/api/chat",
          "/api/generate",
          "/api/embed",
          "/api/embeddings",
          "/api/show");

  /** What is only read. */
  static final List<String> READING =
      List.of(
          "/",
          "/v1/models",
          "/v1/models/bench:latest",
          "/api/version",
          "/api/tags",
          "/api/ps",
          "/health",
          "/health/live",
          "/health/ready",
          "/health/started",
          "/ready",
          "/version",
          "/metrics");

  private final RandomGenerator random;

  Bodies(RandomGenerator random) {
    this.random = random;
  }

  private boolean maybe() {
    return random.nextInt(4) == 0;
  }

  private void maybe(Map<String, Object> body, String name, Object value) {
    if (maybe()) {
      body.put(name, value);
    }
  }

  /** A body for {@code path} that asks the upstream for {@code script}. */
  Map<String, Object> of(String path, String script) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", "bench");
    switch (path) {
      case "/v1/chat/completions" -> chat(body, script);
      case "/v1/completions" -> {
        body.put("prompt", script);
        sampling(body);
        maybe(body, "echo", true);
      }
      case "/v1/embeddings" -> {
        body.put("input", maybe() ? list(script, "b", "c") : script);
        maybe(body, "encoding_format", random.nextBoolean() ? "float" : "base64");
        maybe(body, "user", "somebody");
      }
      case "/api/chat" -> {
        body.put("messages", messages(script, false));
        natively(body);
        maybe(body, "tools", list(tool("f"), tool("g")));
      }
      case "/api/generate" -> {
        body.put("prompt", script);
        natively(body);
        maybe(body, "system", "Be brief.");
      }
      case "/api/embed" -> body.put("input", maybe() ? list(script, "b") : script);
      case "/api/embeddings" -> body.put("prompt", script);
      default -> maybe(body, "verbose", true);
    }
    return body;
  }

  private void chat(Map<String, Object> body, String script) {
    body.put("messages", messages(script, true));
    sampling(body);
    maybe(body, "tools", list(tool("f"), tool("g")));
    maybe(body, "reasoning_effort", "low");
    maybe(body, "response_format", map("type", "json_object"));
    maybe(body, "n", 1);
    maybe(body, "metadata", map("a", "b"));
  }

  private void sampling(Map<String, Object> body) {
    if (random.nextBoolean()) {
      body.put("stream", true);
      maybe(body, "stream_options", map("include_usage", true));
    }
    maybe(body, "temperature", random.nextInt(3));
    maybe(body, "top_p", new Json.Raw("0.5"));
    maybe(body, "max_tokens", 100);
    maybe(body, "seed", random.nextInt());
    maybe(body, "stop", list("a", "b"));
    maybe(body, "options", map("num_ctx", 4096));
    maybe(body, "keep_alive", "5m");
    maybe(body, "presence_penalty", new Json.Raw("-1.5"));
  }

  private void natively(Map<String, Object> body) {
    maybe(body, "stream", random.nextBoolean());
    maybe(body, "options", map("temperature", new Json.Raw("0.5"), "seed", 1));
    maybe(body, "keep_alive", random.nextBoolean() ? (Object) 60 : "5m");
    maybe(body, "format", "json");
    maybe(body, "unknown", map("a", list(1, 2)));
  }

  private List<Object> messages(String script, boolean parts) {
    List<Object> messages = new ArrayList<>();
    if (maybe()) {
      messages.add(map("role", "system", "content", "Be brief. Sei höflich. 請 😀"));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      messages.add(map("role", "user", "content", "So?"));
      messages.add(map("role", "assistant", "content", "So."));
    }
    Object content = parts && maybe() ? (Object) list(map("type", "text", "text", script)) : script;
    messages.add(map("role", "user", "content", content));
    return messages;
  }

  private static Map<String, Object> tool(String name) {
    Map<String, Object> properties = map("city", map("type", "string"));
    Map<String, Object> parameters = map("type", "object", "properties", properties);
    return map("type", "function", "function", map("name", name, "parameters", parameters));
  }

  /** Tools as many as nobody has. */
  static List<Object> tools(int count) {
    List<Object> tools = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tools.add(tool("f" + i));
    }
    return tools;
  }

  private static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
