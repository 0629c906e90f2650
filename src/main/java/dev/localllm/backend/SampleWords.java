package dev.localllm.backend;

import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The words of the sample model; a word with the space before it counts as a token. */
final class SampleWords {

  private static final String ANSWER =
      "This is the built-in sample model: it always says these words, since it is no language"
          + " model. For real answers start Ollama, tell the gateway where it is by OLLAMA_BASE_URL"
          + " (http://localhost:11434 unless set), and name one of its models in the request.";

  private static final String JSON_ANSWER =
      "{\"sample\": true, \"hint\": \"set OLLAMA_BASE_URL and name a model for real answers\"}";

  private static final Pattern BEFORE_SPACE = Pattern.compile("(?= )");

  private SampleWords() {}

  /** The answer in words; in JSON when {@code format} asks for it. */
  static List<String> answer(JsonNode format) {
    boolean json = format.isObject() || format.asString("").equals("json");
    return List.of(BEFORE_SPACE.split(json ? JSON_ANSWER : ANSWER));
  }

  /** How many words {@code text} has. */
  static int count(String text) {
    return new StringTokenizer(text).countTokens();
  }
}
