package dev.localllm.protocol.ollama;

import dev.localllm.chat.AnswerEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises, byte for byte, the line that Ollama sends for one more token, so that the many need
 * no parser. A line that is in any way different (other keys or order, escapes in the text, the end
 * mark) is left to {@link OllamaLine}, which reads every line.
 */
final class TokenLine {

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("\",\"message\":{\"role\":\"assistant\",\"content\":\"", "\"}", false),
          new Shape(
              "\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"",
              "\"}",
              true),
          new Shape("\",\"response\":\"", "\"", false),
          new Shape("\",\"response\":\"\",\"thinking\":\"", "\"", true));

  private final byte[] start;

  /** Recognises lines of {@code model}. */
  TokenLine(String model) {
    start = bytes("{\"model\":\"" + model + "\",\"created_at\":\"");
  }

  /** What the line says, null when it is not of the usual form. */
  AnswerEvent.@Nullable Delta read(byte[] buffer, int offset, int length) {
    int end = offset + length;
    if (!stands(start, buffer, offset, end)) {
      return null;
    }
    int behindTime = textEnd(buffer, offset + start.length, end);
    for (Shape shape : SHAPES) {
      if (stands(shape.middle, buffer, behindTime, end)) {
        int from = behindTime + shape.middle.length;
        int to = textEnd(buffer, from, end);
        if (end - to == shape.tail.length && stands(shape.tail, buffer, to, end)) {
          return shape.delta(new String(buffer, from, to - from, StandardCharsets.UTF_8));
        }
      }
    }
    return null;
  }

  private static boolean stands(byte[] wanted, byte[] buffer, int at, int end) {
    return end - at >= wanted.length
        && Arrays.equals(buffer, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** Where the quote, or anything else that needs a parser, ends a text. */
  private static int textEnd(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end
        && buffer[i] != '"'
        && buffer[i] != '\\'
        && (buffer[i] < 0 || buffer[i] >= ' ')) {
      i++;
    }
    return i;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What stands around the only text of a line. */
  private static final class Shape {
    private final byte[] middle;
    private final byte[] tail;
    private final boolean thinks;

    Shape(String middle, String tail, boolean thinks) {
      this.middle = bytes(middle);
      this.tail = bytes(tail + ",\"done\":false}");
      this.thinks = thinks;
    }

    AnswerEvent.Delta delta(String text) {
      return new AnswerEvent.Delta(thinks ? "" : text, thinks ? text : "", List.of(), List.of());
    }
  }
}
