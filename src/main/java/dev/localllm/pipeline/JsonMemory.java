package dev.localllm.pipeline;

/**
 * How much memory a JSON text takes once it is read: bodies of little else than brackets become
 * many times as large.
 */
final class JsonMemory {

  /** An object or an array. */
  private static final int NODE = 112;

  /** An element of an array, which may be a number. */
  private static final int ELEMENT = 32;

  /** A member of an object, with its name. */
  private static final int MEMBER = 96;

  private JsonMemory() {}

  /** An upper estimate in bytes, texts included; takes about a nanosecond for each byte. */
  static long of(byte[] json) {
    long memory = json.length;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      byte each = json[i];
      if (text) {
        if (each == '\\') {
          i++;
        } else {
          text = each != '"';
        }
      } else if (each == '"') {
        text = true;
      } else if (each == '{' || each == '[') {
        memory += NODE;
      } else if (each == ',') {
        memory += ELEMENT;
      } else if (each == ':') {
        memory += MEMBER;
      }
    }
    return memory;
  }
}
