package dev.localllm.protocol.openai;

import dev.localllm.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the content of a message. */
final class PartReader {

  private static final int MAX_PARTS = 10_000;

  private PartReader() {}

  static List<Part> read(JsonFields message) {
    JsonNode content = message.node("content");
    if (content != null && content.isString()) {
      return List.of(new Part.Text(content.stringValue()));
    }
    if (content != null && !content.isArray()) {
      throw message.type("content", "a string or an array of parts");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonFields part : message.objects("content", MAX_PARTS, MessageFields.PART)) {
      parts.add(part(part));
    }
    return parts;
  }

  private static Part part(JsonFields part) {
    return switch (part.requiredString("type")) {
      case "text" -> new Part.Text(part.requiredString("text"));
      case "refusal" -> new Part.Text(part.requiredString("refusal"));
      case "image_url" -> image(part);
      case "input_audio" -> audio(part.requiredObject("input_audio", MessageFields.AUDIO));
      case "file" -> throw part.unsupported("type", "must not be file: send text or images");
      default -> throw part.invalid("type", "must be text, image_url, input_audio or refusal");
    };
  }

  private static Part image(JsonFields part) {
    JsonNode image = part.node("image_url");
    if (image != null && image.isString()) {
      return media(part, "image_url", image.stringValue());
    }
    JsonFields fields = part.requiredObject("image_url", MessageFields.IMAGE);
    return media(fields, "url", fields.requiredString("url"));
  }

  private static Part audio(JsonFields audio) {
    return media(audio, "data", audio.requiredString("data"));
  }

  private static Part media(JsonFields fields, String name, String given) {
    String start = given.substring(0, Math.min(given.length(), 8)).toLowerCase(Locale.ROOT);
    if (start.startsWith("http://") || start.startsWith("https://")) {
      throw fields.unsupported(
          name, "must be a data URL (data:image/png;base64,…): web addresses are not fetched");
    }
    int comma = start.startsWith("data:") ? given.indexOf(',') : -1;
    if (start.startsWith("data:") && (comma < 0 || !given.startsWith(";base64", comma - 7))) {
      throw fields.invalid(name, "must be a data URL with base64: data:image/png;base64,…");
    }
    String base64 = given.substring(comma + 1);
    if (!isBase64(base64)) {
      throw fields.invalid(name, "must be a data URL with base64: data:image/png;base64,…");
    }
    return new Part.Media(base64);
  }

  private static boolean isBase64(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letter && c != '+' && c != '/' && (c != '=' || i < length - 2)) {
        return false;
      }
    }
    return length > 0 && length % 4 == 0;
  }
}
