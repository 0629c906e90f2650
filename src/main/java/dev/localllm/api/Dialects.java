package dev.localllm.api;

import dev.localllm.protocol.Dialect;
import dev.localllm.protocol.ollama.OllamaDialect;
import dev.localllm.protocol.openai.OpenAiDialect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which dialect is spoken where. */
final class Dialects {

  static final Dialect OLLAMA = new OllamaDialect();
  static final Dialect OPENAI = new OpenAiDialect();

  private Dialects() {}

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /**
   * The dialect of a path: OpenAI's below {@code /v1}, problem details below {@code /admin},
   * Ollama's elsewhere. That a path is spelled oddly, and so leads nowhere, does not change whose
   * words its caller understands.
   */
  static Dialect of(String path) {
    return switch (firstSegment(path)) {
      case "admin" -> new ProblemDialect(path);
      case "v1" -> OPENAI;
      default -> OLLAMA;
    };
  }

  private static String firstSegment(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String part : plain(path).split("[/\\\\]", -1)) {
      String segment = part.split(";", 2)[0];
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return segments.isEmpty() ? "" : segments.getFirst();
  }

  /** Without escapes, except those that are none. */
  private static String plain(String path) {
    return ESCAPE
        .matcher(path)
        .replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
