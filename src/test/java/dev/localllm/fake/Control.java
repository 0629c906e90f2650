package dev.localllm.fake;

import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fake's remote control, for tests in other processes.
 *
 * <p>{@code POST /_fake} takes {@code {"model":"tiny-count:x","beforeHead":MS,"load":MS,
 * "perToken":MS,"tokens":N,"fault":"RESET","after":N,"lines":[…],"raw":[…],"endlessly":"…",
 * "status":N,"body":"…","times":N}}, all but the model optional; {@code {"deaf":true}} and {@code
 * {"reset":true}} act on the whole server. {@code GET /_fake} tells what happened.
 */
final class Control {

  static final String PATH = "/_fake";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FakeOllama fake;

  Control(FakeOllama fake) {
    this.fake = fake;
  }

  void answer(Received request, Reply reply) {
    JsonNode order = request.json();
    if (order.has("reset")) {
      fake.reset();
    }
    if (order.has("deaf")) {
      fake.deaf(order.get("deaf").asBoolean());
    }
    if (order.has("model")) {
      fake.script(order.get("model").asString(), script(order));
    }
    reply.json(200, report());
  }

  private static Script script(JsonNode order) {
    Script script =
        new Script()
            .beforeHead(millis(order, "beforeHead"))
            .load(millis(order, "load"))
            .perToken(millis(order, "perToken"))
            .tokens(order.path("tokens").asInt(-1))
            .times(order.path("times").asInt(Integer.MAX_VALUE))
            .lines(
                order.path("lines").valueStream().map(JsonNode::asString).toArray(String[]::new));
    if (order.has("status")) {
      script.refuse(order.get("status").asInt(), order.path("body").asString("{}"));
    }
    if (order.has("raw")) {
      script.raw(order.get("raw").valueStream().map(JsonNode::asString).toArray(String[]::new));
      script.endlessly(order.path("endlessly").asString(""));
    }
    if (order.has("fault")) {
      script.breaks(Break.valueOf(order.get("fault").asString()), order.path("after").asInt(0));
    }
    return script;
  }

  private static Duration millis(JsonNode order, String field) {
    return Duration.ofMillis(order.path(field).asLong(0));
  }

  private String report() {
    ObjectNode report = JSON.createObjectNode();
    report.put("connections", fake.connections()).put("active", fake.active());
    ArrayNode requests = report.putArray("requests");
    for (Received request : fake.requests()) {
      requests
          .addObject()
          .put("method", request.method())
          .put("target", request.target())
          .put("body", request.body());
    }
    ArrayNode cancelled = report.putArray("cancelled");
    for (Cancelled stream : fake.cancelled()) {
      cancelled.addObject().put("model", stream.model()).put("tokens", stream.tokens());
    }
    return report.toString();
  }
}
