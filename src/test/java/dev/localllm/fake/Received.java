package dev.localllm.fake;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A request as it came.
 *
 * @param target path with its query, undecoded
 * @param headers by lower-case name; the last one of a name wins
 * @param body without its transfer coding; of a blob its digest, {@code sha256:…}
 */
public record Received(String method, String target, Map<String, String> headers, String body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Received {
    headers = Map.copyOf(headers);
  }

  /** The path without its query. */
  public String path() {
    return target.split("[?]", 2)[0];
  }

  /** The body as JSON; missing when it is none. */
  public JsonNode json() {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  /** The model that the body names; empty when it names none. */
  public String model() {
    return json().path("model").asString("");
  }
}
