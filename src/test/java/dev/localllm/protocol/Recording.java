package dev.localllm.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A recorded exchange with a real Ollama, from {@code src/test/resources/recordings}. */
public record Recording(int status, String contentType, byte[] body, byte[] request) {

  public static Recording of(String name) {
    byte[] raw = resource(name + ".response.http");
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int split = text.indexOf("\r\n\r\n");
    List<String> head = text.substring(0, split).lines().toList();
    String payload = text.substring(split + 4);
    String type = "";
    boolean chunked = false;
    for (String line : head) {
      if (line.startsWith("Content-Type: ")) {
        type = line.substring(14);
      }
      chunked |= line.equals("Transfer-Encoding: chunked");
    }
    byte[] body = (chunked ? join(payload) : payload).getBytes(StandardCharsets.ISO_8859_1);
    return new Recording(
        Integer.parseInt(head.getFirst().split(" ")[1]), type, body, request(name));
  }

  /** The body cut into lines, each without its line feed. */
  public List<byte[]> lines() {
    List<byte[]> lines = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.ISO_8859_1).split("\n")) {
      if (!line.isBlank()) {
        lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return lines;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] request(String name) {
    JsonNode request = Json.MAPPER.readTree(resource(name + ".request.json"));
    if (request.has("rawBody")) {
      return request.get("rawBody").stringValue().getBytes(StandardCharsets.UTF_8);
    }
    return Json.MAPPER.writeValueAsBytes(request.path("body"));
  }

  private static String join(String chunked) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int end = chunked.indexOf("\r\n", at);
      int size = Integer.parseInt(chunked.substring(at, end), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunked, end + 2, end + 2 + size);
      at = end + 4 + size;
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Recording.class.getResourceAsStream("/recordings/ollama-0.34.2/" + name)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
