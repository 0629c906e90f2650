package dev.localllm.console;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** JSON as the admin API reads and writes it. Thread-safe. */
final class Json {
  private static final int DEEPEST = 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** A new object without fields. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads the body of a request.
   *
   * @throws Refusal when it is not one JSON object in UTF-8 in which each name stands once
   */
  static ObjectNode read(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (CharacterCodingException | JacksonException e) {
      // what the parser says tells of classes
    }
    throw Refusal.plain(
        400, "the body must be one JSON object in UTF-8 in which each name stands only once");
  }

  /** What the database holds as JSON; as a string when it is none. */
  static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      return StringNode.valueOf(text);
    }
  }

  static byte[] write(ObjectNode object) {
    return MAPPER.writeValueAsBytes(object);
  }

  /** An amount of money without exponent and without needless zeros; null for none. */
  static @Nullable String money(@Nullable BigDecimal amount) {
    if (amount == null) {
      return null;
    }
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
