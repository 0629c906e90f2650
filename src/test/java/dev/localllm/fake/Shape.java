package dev.localllm.fake;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON value reduced to names and types. */
public final class Shape {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Shape() {}

  /**
   * The same tree with the name of its type in place of each scalar; equal items of an array count
   * once.
   */
  public static JsonNode of(JsonNode node) {
    if (node.isObject()) {
      ObjectNode shape = JSON.createObjectNode();
      node.properties().forEach(entry -> shape.set(entry.getKey(), of(entry.getValue())));
      return shape;
    }
    if (node.isArray()) {
      ArrayNode shape = JSON.createArrayNode();
      node.valueStream().map(Shape::of).distinct().forEach(shape::add);
      return shape;
    }
    return JSON.getNodeFactory().stringNode(node.getNodeType().name());
  }
}
