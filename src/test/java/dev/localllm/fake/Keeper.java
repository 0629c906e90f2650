package dev.localllm.fake;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Answers what manages models, as far as that needs no network: nothing is really pulled. */
final class Keeper {

  private static final Pattern DIGEST = Pattern.compile("sha256[:-][0-9a-fA-F]{64}");
  private static final String BLOB = "/api/blobs/";

  private final Shelf shelf;
  private final Function<String, Script> scripts;
  private final Residence residence;

  /** Manages {@code shelf}; {@code scripts} are taken by the name of a model or a blob. */
  Keeper(Shelf shelf, Residence residence, Function<String, Script> scripts) {
    this.shelf = shelf;
    this.residence = residence;
    this.scripts = scripts;
  }

  /** Any name of a tiny model, whatever its tag, can be pulled. */
  void pull(Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    String name = Checks.managed(body);
    if (!Checks.isName(name)) {
      throw new Refusal(400, "invalid model name");
    }
    Performance performance = performance(name, reply);
    if (TinyModel.named(name).isEmpty()) {
      performance.report(streams(body), 0, i -> "", unknown("pull-unknown", name));
      return;
    }
    performance.report(
        streams(body),
        3,
        i ->
            i == 0
                ? "{\"status\":\"pulling manifest\"}\n"
                : "{\"status\":\"pulling aa7b961a0479\",\"digest\":\"sha256:aa7b961a0479\",\"total\":2,\"completed\":%d}\n"
                    .formatted(i),
        List.of(
            "{\"status\":\"verifying sha256 digest\"}\n",
            "{\"status\":\"writing manifest\"}\n",
            "{\"status\":\"success\"}\n"));
    shelf.put(name, TinyModel.named(name).orElseThrow());
  }

  void push(Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    String name = Checks.managed(body);
    if (name.isEmpty()) {
      throw new Refusal(400, "model is required");
    }
    performance(name, reply)
        .report(
            streams(body),
            2,
            i -> "{\"status\":\"retrieving manifest\"}\n",
            List.of(
                shelf.model(name).isPresent()
                    ? "{\"status\":\"success\"}\n"
                    : "{\"error\":\"no such file or directory\"}\n"));
  }

  void create(Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    String name = Checks.managed(body);
    if (!Checks.isName(name)) {
      throw new Refusal(400, "invalid model name");
    }
    String from = body.path("from").asString("");
    if (from.isEmpty() && body.path("files").isEmpty()) {
      throw new Refusal(400, "neither 'from' or 'files' was specified");
    }
    for (JsonNode digest : body.path("files")) {
      if (!shelf.hasBlob(digest.asString())) {
        throw new Refusal(400, "no such blob");
      }
    }
    TinyModel base = from.isEmpty() ? TinyModel.COUNT : shelf.model(from).orElse(null);
    boolean found = base != null;
    List<String> lines =
        found ? Recording.of("create-stream").chunks() : unknown("create-unknown-from", from);
    performance(name, reply).report(streams(body), 0, i -> "", lines);
    if (found) {
      shelf.put(name, base);
    }
  }

  void copy(Received request, Reply reply) {
    JsonNode body = Checks.json(request);
    String source = Checks.text(body, "source", "CopyRequest");
    String destination = Checks.text(body, "destination", "CopyRequest");
    requireName("source", source);
    requireName("destination", destination);
    if (performance(source, reply).refused()) {
      return;
    }
    TinyModel model =
        shelf
            .model(source)
            .orElseThrow(() -> new Refusal(404, "model \"%s\" not found".formatted(source)));
    shelf.put(destination, model);
    reply.send(200, "", "");
  }

  void delete(Received request, Reply reply) {
    String name = Checks.managed(Checks.json(request));
    if (name.isEmpty()) {
      throw new Refusal(400, "model is required");
    }
    requireName("name", name);
    if (performance(name, reply).refused()) {
      return;
    }
    if (!shelf.remove(name)) {
      throw new Refusal(404, "model '%s' not found".formatted(name));
    }
    residence.unload(name);
    reply.send(200, "", "");
  }

  /** Whether there is a blob, or a new one, whose digest is the request's body. */
  void blob(Received request, Reply reply) {
    String digest = request.path().substring(BLOB.length());
    if (!DIGEST.matcher(digest).matches()) {
      throw new Refusal(400, "invalid digest format");
    }
    boolean asks = request.method().equals("HEAD");
    if (shelf.hasBlob(digest)) {
      reply.send(200, "", "");
    } else if (asks) {
      throw new Refusal(404, "blob \"%s\" not found".formatted(digest));
    } else if (!performance(digest, reply).refused()) {
      if (!request.body().equals(digest.replace('-', ':'))) {
        throw new Refusal(
            400, "digest mismatch, expected \"%s\", got \"%s\"".formatted(digest, request.body()));
      }
      shelf.putBlob(digest);
      reply.send(201, "", "");
    }
  }

  private Performance performance(String name, Reply reply) {
    return new Performance(scripts.apply(name), residence, reply);
  }

  private static void requireName(String field, String name) {
    if (!Checks.isName(name)) {
      throw new Refusal(400, "%s \"%s\" is invalid".formatted(field, name));
    }
  }

  private static List<String> unknown(String recording, String name) {
    return Recording.of(recording).chunks().stream()
        .map(line -> line.replace("no-such-model", name))
        .toList();
  }

  private static boolean streams(JsonNode body) {
    return body.path("stream").asBoolean(true);
  }
}
