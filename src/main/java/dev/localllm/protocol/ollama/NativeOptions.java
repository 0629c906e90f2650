package dev.localllm.protocol.ollama;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Where a native request says how long its answer may become: {@code options.num_predict}. Like Go,
 * it takes several {@code options} for one, in which a later number counts. Not thread-safe.
 */
final class NativeOptions {

  private static final String BOUND = "num_predict";

  private record Span(int from, int to) {}

  private final List<Span> bounds = new ArrayList<>();
  private int maxTokens;
  private int close = -1;
  private boolean empty;
  private int end;

  /** The request's value of {@code options}, at whose first token the parser is. */
  void read(JsonParser parser, byte[] body) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.START_OBJECT) {
      // null makes Go forget what came before; what else is wrong here is Ollama's to say
      forget();
      parser.skipChildren();
      return;
    }
    empty = true;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      empty = false;
      boolean bound = parser.currentName().equals(BOUND);
      JsonToken value = parser.nextToken();
      if (bound) {
        bound(parser, value, body);
      }
      parser.skipChildren();
    }
    close = offset(parser);
  }

  /** The request is over: the parser is at its closing brace. */
  void end(JsonParser parser) {
    end = offset(parser);
  }

  /**
   * How many tokens the client wants at most; 0 for no bound, as any number below 1 is to Ollama.
   */
  int maxTokens() {
    return maxTokens;
  }

  /** Lets the answer have so many tokens and no more. */
  void bound(int most, Splices splices) {
    if (!bounds.isEmpty()) {
      bounds.forEach(span -> splices.replace(span.from, span.to, String.valueOf(most)));
    } else if (close >= 0) {
      splices.insert(close, (empty ? "" : ",") + member(most));
    } else {
      splices.insert(end, ",\"options\":{" + member(most) + "}");
    }
  }

  private static String member(int most) {
    return "\"" + BOUND + "\":" + most;
  }

  private void forget() {
    bounds.clear();
    maxTokens = 0;
    close = -1;
  }

  private void bound(JsonParser parser, JsonToken value, byte[] body) {
    int from = offset(parser);
    switch (value) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        maxTokens = (int) Math.clamp(parser.getDoubleValue(), 0, Integer.MAX_VALUE);
        bounds.add(new Span(from, endOfNumber(body, from)));
      }
      case VALUE_NULL -> bounds.add(new Span(from, from + "null".length()));
      default -> {}
    }
  }

  private static int endOfNumber(byte[] body, int from) {
    int end = from;
    while (end < body.length && "+-.0123456789Ee".indexOf(body[end]) >= 0) {
      end++;
    }
    return end;
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }
}
