package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.io.JsonStringEncoder;

/** A flat JSON object being written. Belongs to one thread. */
final class JsonObject {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final StringBuilder out = new StringBuilder(512);
  private char separator = '{';

  JsonObject add(String name, String value) {
    key(name).append('"');
    ENCODER.quoteAsString(value, out);
    out.append('"');
    return this;
  }

  JsonObject add(String name, long value) {
    key(name).append(value);
    return this;
  }

  JsonObject add(String name, double value) {
    key(name).append(value);
    return this;
  }

  JsonObject add(String name, boolean value) {
    key(name).append(value);
    return this;
  }

  /** The object, followed by {@code end}. */
  byte[] bytes(String end) {
    return out.append('}').append(end).toString().getBytes(UTF_8);
  }

  /** Names are ours and need no escape. */
  private StringBuilder key(String name) {
    out.append(separator).append('"').append(name).append("\":");
    separator = ',';
    return out;
  }
}
