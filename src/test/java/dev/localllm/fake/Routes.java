package dev.localllm.fake;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Path and method to answer. */
final class Routes {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BLOB = "/api/blobs/";
  private static final Map<String, List<String>> METHODS =
      Map.ofEntries(
          entry("/", "HEAD", "GET"),
          entry("/api/version", "HEAD", "GET"),
          entry("/api/tags", "HEAD", "GET"),
          entry("/api/ps", "GET"),
          entry("/api/show", "POST"),
          entry("/api/chat", "POST"),
          entry("/api/generate", "POST"),
          entry("/api/embed", "POST"),
          entry("/api/embeddings", "POST"),
          entry("/api/pull", "POST"),
          entry("/api/push", "POST"),
          entry("/api/create", "POST"),
          entry("/api/copy", "POST"),
          entry("/api/delete", "DELETE"),
          entry(BLOB, "HEAD", "POST"));
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]");

  private final Residence residence;
  private final Shelf shelf = new Shelf();
  private final Keeper keeper;
  private final Map<String, Scripted> scripts = new ConcurrentHashMap<>();

  private record Scripted(Script script, AtomicInteger left) {}

  Routes(Residence residence) {
    this.residence = residence;
    keeper = new Keeper(shelf, residence, this::take);
  }

  Shelf shelf() {
    return shelf;
  }

  void script(String model, Script script) {
    String name = key(model);
    scripts.put(name, new Scripted(script, new AtomicInteger(script.times)));
    residence.unload(name);
  }

  void clear() {
    scripts.clear();
    shelf.clear();
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
    String path = route(request.path());
    List<String> methods = METHODS.get(path);
    if (foreign(request)) {
      reply.send(403, "", "");
    } else if (methods == null) {
      reply.send(404, "Content-Type: text/plain\r\n", "404 page not found");
    } else if (!methods.contains(request.method())) {
      reply.send(
          405,
          "Allow: " + String.join(", ", methods) + "\r\nContent-Type: text/plain\r\n",
          "405 method not allowed");
    } else if (!new Performance(take(path), residence, reply).refused()) {
      perform(path, request, reply);
    }
  }

  /** A path stands for itself, a model for its full name. */
  private static String key(String name) {
    return name.startsWith("/") ? name : TinyModel.fullName(name);
  }

  private static String route(String path) {
    return path.startsWith(BLOB) && path.length() > BLOB.length() ? BLOB : path;
  }

  private void perform(String path, Received request, Reply reply) {
    switch (path) {
      case "/" ->
          reply.send(200, "Content-Type: text/plain; charset=utf-8\r\n", "Ollama is running");
      case "/api/version" -> reply.json(200, "{\"version\":\"0.34.2\"}");
      case "/api/tags" -> reply.json(200, shelf.tags());
      case "/api/ps" -> reply.json(200, residence.ps());
      case "/api/show" -> show(request, reply);
      case "/api/chat" -> infer(true, request, reply);
      case "/api/generate" -> infer(false, request, reply);
      case "/api/pull" -> keeper.pull(request, reply);
      case "/api/push" -> keeper.push(request, reply);
      case "/api/create" -> keeper.create(request, reply);
      case "/api/copy" -> keeper.copy(request, reply);
      case "/api/delete" -> keeper.delete(request, reply);
      case BLOB -> keeper.blob(request, reply);
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

  /** What is on the shelf, and tags that a script was given for. */
  private TinyModel known(String name, String otherwise) {
    return shelf
        .model(name)
        .or(() ->
            scripts.containsKey(TinyModel.fullName(name))
                ? TinyModel.named(name)
                : Optional.empty())
        .orElseThrow(() -> new Refusal(404, otherwise));
  }

  private static Map.Entry<String, List<String>> entry(String path, String... methods) {
    return Map.entry(path, List.of(methods));
  }

  private Script take(String name) {
    Scripted scripted = scripts.get(key(name));
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
