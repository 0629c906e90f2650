package dev.localllm.fake;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Path and method to answer. */
final class Routes {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, List<String>> METHODS =
      Map.of(
          "/", List.of("HEAD", "GET"),
          "/api/version", List.of("HEAD", "GET"),
          "/api/tags", List.of("HEAD", "GET"),
          "/api/ps", List.of("GET"),
          "/api/show", List.of("POST"),
          "/api/chat", List.of("POST"),
          "/api/generate", List.of("POST"),
          "/api/embed", List.of("POST"),
          "/api/embeddings", List.of("POST"));
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]");

  private final Residence residence;
  private final Map<String, Scripted> scripts = new ConcurrentHashMap<>();

  private record Scripted(Script script, AtomicInteger left) {}

  Routes(Residence residence) {
    this.residence = residence;
  }

  void script(String model, Script script) {
    String name = TinyModel.fullName(model);
    scripts.put(name, new Scripted(script, new AtomicInteger(script.times)));
    residence.unload(name);
  }

  void clear() {
    scripts.clear();
  }

  void answer(Received request, Reply reply) {
    try {
      dispatch(request, reply);
    } catch (Refusal refusal) {
      reply.json(
          refusal.status, JSON.createObjectNode().put("error", refusal.getMessage()).toString());
    }
  }

  private void dispatch(Received request, Reply reply) {
    List<String> methods = METHODS.get(request.path());
    if (foreign(request)) {
      reply.send(403, "", "");
    } else if (methods == null) {
      reply.send(404, "Content-Type: text/plain\r\n", "404 page not found");
    } else if (!methods.contains(request.method())) {
      reply.send(
          405,
          "Allow: " + String.join(", ", methods) + "\r\nContent-Type: text/plain\r\n",
          "405 method not allowed");
    } else {
      route(request, reply);
    }
  }

  private void route(Received request, Reply reply) {
    switch (request.path()) {
      case "/" ->
          reply.send(200, "Content-Type: text/plain; charset=utf-8\r\n", "Ollama is running");
      case "/api/version" -> reply.json(200, "{\"version\":\"0.34.2\"}");
      case "/api/tags" -> reply.json(200, Residence.tags());
      case "/api/ps" -> reply.json(200, residence.ps());
      case "/api/show" -> show(request, reply);
      case "/api/chat" -> infer(true, request, reply);
      case "/api/generate" -> infer(false, request, reply);
      default -> embed(request, reply);
    }
  }

  private void show(Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    String name = body.path("model").asString(body.path("name").asString(""));
    TinyModel model = known(name, "model '%s' not found".formatted(TinyModel.fullName(name)));
    reply.json(200, Residence.show(model));
  }

  private void embed(Received request, Reply reply) {
    long started = System.nanoTime();
    JsonNode body = Checks.json(request);
    String name = body.path("model").asString("");
    TinyModel model = known(name, "model \"%s\" not found, try pulling it first".formatted(name));
    if (!model.can("embedding")) {
      throw new Refusal(
          501, "This server does not support embeddings. Start it with `--embeddings`");
    }
    Script script = take(name);
    if (new Performance(script, residence, reply).begin(name, model)) {
      boolean legacy = request.path().equals("/api/embeddings");
      reply.json(200, legacy ? Vectors.legacy(body) : Vectors.embed(body, started));
    }
  }

  private void infer(boolean chat, Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    if (chat) {
      Checks.chat(body);
    } else {
      Checks.generate(body);
    }
    String name = body.path("model").asString();
    TinyModel model = known(name, "model '%s' not found".formatted(name));
    Checks.model(model, body, chat ? "chat" : "generate");
    Performance performance = new Performance(take(name), residence, reply);
    if (!performance.begin(name, model)) {
      return;
    }
    boolean silent =
        chat ? body.path("messages").isEmpty() : body.path("prompt").asString("").isEmpty();
    if (silent) {
      boolean unload = body.path("keep_alive").asInt(1) == 0;
      if (unload) {
        residence.unload(name);
      }
      reply.json(200, Inference.loaded(chat, name, unload));
    } else {
      performance.give(new Inference(chat, body, model, performance.script()));
    }
  }

  /** Only tags that a script was given for exist, besides {@code latest}. */
  private TinyModel known(String name, String otherwise) {
    String full = TinyModel.fullName(name);
    if (full.endsWith(":latest") || scripts.containsKey(full)) {
      return TinyModel.named(name).orElseThrow(() -> new Refusal(404, otherwise));
    }
    throw new Refusal(404, otherwise);
  }

  private Script take(String name) {
    Scripted scripted = scripts.get(TinyModel.fullName(name));
    return scripted == null || scripted.left.getAndDecrement() <= 0
        ? Script.ORDINARY
        : scripted.script;
  }

  private static boolean foreign(Received request) {
    Map<String, String> headers = request.headers();
    String host = headers.getOrDefault("host", "localhost").replaceAll(":\\d+$", "");
    String origin = headers.get("origin");
    return !LOCAL.contains(host)
        || (origin != null && !LOCAL.contains(URI.create(origin).getHost()));
  }
}
