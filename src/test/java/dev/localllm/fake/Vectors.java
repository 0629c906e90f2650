package dev.localllm.fake;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings: unit vectors that depend on the text alone, the recorded ones where there are. */
final class Vectors {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SIZE = 64;
  private static final int CONTEXT = 512;
  private static final Set<String> WORDS = Set.of("hello", "a", "cat");
  private static final Map<String, float[]> RECORDED = recorded();

  private Vectors() {}

  static String embed(JsonNode request, long started) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("model", request.path("model").asString());
    ArrayNode embeddings = answer.putArray("embeddings");
    List<String> texts = texts(request.path("input"));
    int tokens = 0;
    for (String text : texts) {
      int length = tokens(text);
      if (length > CONTEXT && !request.path("truncate").asBoolean(true)) {
        throw new Refusal(400, "the input length exceeds the context length");
      }
      tokens += Math.min(length, CONTEXT);
      ArrayNode vector = embeddings.addArray();
      for (float value : cut(vector(text), request.path("dimensions").asInt(SIZE))) {
        vector.add(value);
      }
    }
    if (!texts.isEmpty()) {
      answer
          .put("total_duration", System.nanoTime() - started + 2)
          .put("load_duration", 1)
          .put("prompt_eval_count", tokens);
    }
    return answer.toString();
  }

  static String legacy(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode embedding = answer.putArray("embedding");
    for (float value : vector(request.path("prompt").asString(""))) {
      embedding.add((double) value);
    }
    return answer.toString();
  }

  private static List<String> texts(JsonNode input) {
    if (input.isMissingNode() || input.isNull() || input.asString("-").isEmpty()) {
      return List.of();
    }
    if (input.isString()) {
      return List.of(input.asString());
    }
    if (!input.isArray() || !input.valueStream().allMatch(JsonNode::isString)) {
      throw new Refusal(400, "invalid input type");
    }
    return input.valueStream().map(JsonNode::asString).toList();
  }

  private static int tokens(String text) {
    int tokens = 2;
    for (String word : text.strip().split("\\s+")) {
      tokens += WORDS.contains(word) ? 1 : word.length();
    }
    return tokens;
  }

  private static float[] vector(String text) {
    float[] known = RECORDED.get(text);
    if (known != null) {
      return known;
    }
    Random random = new Random(text.hashCode());
    float[] vector = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return unit(vector);
  }

  /** The first values, scaled to unit length again. */
  private static float[] cut(float[] vector, int dimensions) {
    boolean shorter = dimensions > 0 && dimensions < SIZE;
    return shorter ? unit(Arrays.copyOf(vector, dimensions)) : vector;
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return unit;
  }

  private static Map<String, float[]> recorded() {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (String name : List.of("embed-single", "embed-batch")) {
      Recording recording = Recording.of(name);
      List<String> texts = texts(JSON.readTree(recording.requestBody()).path("input"));
      JsonNode embeddings = JSON.readTree(recording.body()).get("embeddings");
      for (int i = 0; i < texts.size(); i++) {
        float[] vector = new float[SIZE];
        for (int j = 0; j < SIZE; j++) {
          vector[j] = embeddings.get(i).get(j).floatValue();
        }
        vectors.put(texts.get(i), vector);
      }
    }
    return vectors;
  }
}
