import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request in the making; headers and start line are ISO 8859-1, so any byte can be in them. */
final class Message {

  String method;
  String path;
  String version = "HTTP/1.1";
  byte[] body;
  final Map<String, String> headers = new LinkedHashMap<>();

  /** A GET without a body. */
  Message(String path) {
    this("GET", path, "");
  }

  Message(String method, String path, String body) {
    this.method = method;
    this.path = path;
    headers.put("Host", "127.0.0.1");
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    body(body.getBytes(StandardCharsets.UTF_8));
  }

  void body(byte[] bytes) {
    body = bytes;
    if (bytes.length > 0 || method.equals("POST")) {
      headers.put("Content-Length", Integer.toString(bytes.length));
    }
  }

  byte[] bytes() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(' ').append(version).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
