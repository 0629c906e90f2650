package dev.localllm.fake;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which models and blobs the server has. Thread-safe. */
final class Shelf {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, TinyModel> models = new TreeMap<>();
  private final Set<String> blobs = new HashSet<>();

  Shelf() {
    clear();
  }

  /** Back to the four models. */
  synchronized void clear() {
    models.clear();
    blobs.clear();
    for (TinyModel model : TinyModel.values()) {
      models.put(TinyModel.fullName(model.base()), model);
    }
  }

  synchronized Optional<TinyModel> model(String name) {
    return Optional.ofNullable(models.get(TinyModel.fullName(name)));
  }

  synchronized void put(String name, TinyModel model) {
    models.put(TinyModel.fullName(name), model);
  }

  /** Returns whether there was such a model. */
  synchronized boolean remove(String name) {
    return models.remove(TinyModel.fullName(name)) != null;
  }

  synchronized boolean hasBlob(String digest) {
    return blobs.contains(plain(digest));
  }

  synchronized void putBlob(String digest) {
    blobs.add(plain(digest));
  }

  /** A digest may be written with a hyphen. */
  private static String plain(String digest) {
    return digest.replace('-', ':');
  }

  synchronized String tags() {
    ObjectNode listing = (ObjectNode) JSON.readTree(Recording.of("tags").body());
    JsonNode recorded = listing.get("models");
    ArrayNode listed = JSON.createArrayNode();
    models.forEach((name, model) -> {
      for (JsonNode entry : recorded) {
        if (entry.get("name").asString().equals(TinyModel.fullName(model.base()))) {
          listed.add(((ObjectNode) entry.deepCopy()).put("name", name).put("model", name));
        }
      }
    });
    listing.set("models", listed);
    return listing.toString();
  }
}
