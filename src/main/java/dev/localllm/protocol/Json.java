package dev.localllm.protocol;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reading JSON strictly: one value, UTF-8, nothing behind it. Thread-safe. */
public final class Json {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 500;

  /** Numbers keep their digits; text has no limit of its own, since bodies have one. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader EACH_NAME_ONCE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Json() {}

  /**
   * Reads the body of a request.
   *
   * @throws GatewayException {@link GatewayError.Invalid} when it is not one JSON object in which
   *     each name stands once
   */
  public static ObjectNode object(byte[] body) {
    requireText(body);
    JsonNode root;
    try {
      root = EACH_NAME_ONCE.readTree(body);
    } catch (MismatchedInputException e) {
      throw invalid(
          "the body must be one JSON object in which each name stands only once, and nothing else");
    } catch (NumberFormatException e) {
      // an exponent beyond what numbers can have escapes the parser as it is
      throw invalid("the body has a number that is too large or too small");
    } catch (JacksonException e) {
      throw malformed(e);
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw notAnObject();
  }

  /**
   * Makes sure that a body is UTF-8 and nothing else that a JSON parser would recognise by itself.
   *
   * @throws GatewayException {@link GatewayError.Invalid} when it is empty or not UTF-8
   */
  public static void requireText(byte[] body) {
    int i = 0;
    while (i < body.length && isSpace(body[i])) {
      i++;
    }
    if (i == body.length) {
      throw invalid("missing request body");
    }
    // a zero byte or a byte order mark would make the parser guess UTF-16 or UTF-32
    boolean ascii = true;
    for (; i < body.length; i++) {
      ascii &= body[i] >= 0;
      if (body[i] == 0) {
        throw invalid("the body must be JSON in UTF-8; it has a zero byte at " + i);
      }
    }
    if (!ascii) {
      requireUtf8(body);
    }
  }

  /** Words why {@code cause} stopped reading a request's body. */
  public static GatewayException malformed(JacksonException cause) {
    if (cause instanceof UnexpectedEndOfInputException) {
      return invalid("unexpected EOF");
    }
    TokenStreamLocation place = cause.getLocation();
    String where =
        place == null || place.getByteOffset() < 0
            ? ""
            : "; reading stopped at byte " + place.getByteOffset();
    return invalid(
        "the body must be one valid JSON object, nested at most " + MAX_DEPTH + " deep" + where);
  }

  /** The body is JSON, but not an object. */
  public static GatewayException notAnObject() {
    return new GatewayException(
        new GatewayError.Invalid("the body must be a JSON object", null, Flaw.TYPE));
  }

  private static void requireUtf8(byte[] body) {
    if ((body[0] & 0xFF) == 0xEF && body.length > 2 && (body[1] & 0xFF) == 0xBB) {
      throw invalid("the body must be JSON in UTF-8 without a byte order mark");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(body);
    CharBuffer chars = CharBuffer.allocate(1024);
    while (bytes.hasRemaining()) {
      if (decoder.decode(bytes, chars.clear(), true).isError()) {
        throw invalid("the body must be JSON in UTF-8; it is not at byte " + bytes.position());
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static GatewayException invalid(String message) {
    return new GatewayException(new GatewayError.Invalid(message, null, Flaw.MALFORMED));
  }
}
