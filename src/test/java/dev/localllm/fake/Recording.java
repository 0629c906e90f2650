package dev.localllm.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One exchange with a real Ollama 0.34.2.
 *
 * @param requestBody as it was sent; null when there was none
 * @param responseHeaders by lower-case name
 * @param chunks the response's body, one element for each flush
 */
public record Recording(
    String method,
    String path,
    Map<String, String> requestHeaders,
    @Nullable String requestBody,
    int status,
    Map<String, String> responseHeaders,
    List<String> chunks) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FOLDER = "/recordings/ollama-0.34.2/";

  /** The recording of that name. */
  public static Recording of(String name) {
    JsonNode request = JSON.readTree(resource(name + ".request.json"));
    byte[] response = resource(name + ".response.http");
    int end = new String(response, ISO_8859_1).indexOf("\r\n\r\n");
    List<String> head = new String(response, 0, end, ISO_8859_1).lines().toList();
    Map<String, String> headers = headers(head);
    byte[] body = Arrays.copyOfRange(response, end + 4, response.length);
    return new Recording(
        request.get("method").asString(),
        request.get("path").asString(),
        strings(request.get("headers")),
        body(request),
        Integer.parseInt(head.getFirst().split(" ")[1]),
        headers,
        "chunked".equals(headers.get("transfer-encoding"))
            ? unframe(body)
            : List.of(new String(body, UTF_8)));
  }

  /** The response's body. */
  public String body() {
    return String.join("", chunks);
  }

  private static @Nullable String body(JsonNode request) {
    if (request.has("rawBody")) {
      return request.get("rawBody").asString();
    }
    return request.has("body") ? request.get("body").toString() : null;
  }

  private static List<String> unframe(byte[] body) {
    List<String> chunks = new ArrayList<>();
    int at = 0;
    while (true) {
      ByteArrayOutputStream size = new ByteArrayOutputStream();
      for (; body[at] != '\r'; at++) {
        size.write(body[at]);
      }
      int length = Integer.parseInt(size.toString(UTF_8), 16);
      if (length == 0) {
        return chunks;
      }
      chunks.add(new String(body, at + 2, length, UTF_8));
      at += length + 4;
    }
  }

  private static Map<String, String> headers(List<String> head) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : head.subList(1, head.size())) {
      String[] pair = line.split(": ", 2);
      headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1]);
    }
    return headers;
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return values;
  }

  private static byte[] resource(String name) {
    try (InputStream in = Recording.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + name);
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
