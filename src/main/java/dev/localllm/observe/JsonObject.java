package dev.localllm.observe;

import dev.localllm.protocol.ByteBuilder;

/** A flat JSON object being written. Belongs to one thread. */
final class JsonObject {

  private final ByteBuilder out = new ByteBuilder(512);
  private String separator = "{";

  JsonObject add(String name, String value) {
    key(name).appendJson(value);
    return this;
  }

  JsonObject add(String name, long value) {
    key(name).append(Long.toString(value));
    return this;
  }

  JsonObject add(String name, double value) {
    key(name).append(Double.toString(value));
    return this;
  }

  JsonObject add(String name, boolean value) {
    key(name).append(Boolean.toString(value));
    return this;
  }

  /** The object, followed by {@code end}. */
  byte[] bytes(String end) {
    return out.append("}").append(end).toByteArray();
  }

  private ByteBuilder key(String name) {
    out.append(separator).appendJson(name).append(":");
    separator = ",";
    return out;
  }
}
