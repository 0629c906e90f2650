package dev.localllm.console;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is answered, before it becomes a response.
 *
 * @param status HTTP status
 * @param headers beside those that every answer has
 * @param body empty for none
 */
record Reply(int status, Map<String, String> headers, Optional<ObjectNode> body) {

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply ok(ObjectNode body) {
    return new Reply(200, Map.of(), Optional.of(body));
  }

  /** The same with one more header. */
  Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
