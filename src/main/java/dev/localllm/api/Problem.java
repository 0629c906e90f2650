package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.protocol.ByteBuilder;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An error as RFC 9457 words it. Immutable.
 *
 * @param status HTTP status, 400 to 599
 * @param type a reference to what it means; {@link #PLAIN} when the status says it all
 * @param title what {@code type} means, the same each time
 * @param detail what was wrong this time, safe to show
 * @param errors the fields that were wrong; none when it was not the fields
 * @param retryAfter how long to wait before trying again; empty where that cannot help
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<Field> errors,
    Optional<Duration> retryAfter) {

  /** The type of a problem that is no more than its status. */
  public static final String PLAIN = "about:blank";

  static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** What is wrong with one field of a request, or one parameter of its address. */
  public record Field(String field, String message) {}

  /** What is no more than its status. */
  public static Problem plain(int status, String detail) {
    return plain(status, detail, List.of());
  }

  /** The same, with what is wrong in {@code errors}. */
  public static Problem plain(int status, String detail, List<Field> errors) {
    return new Problem(status, PLAIN, phrase(status), detail, errors, Optional.empty());
  }

  static Problem of(GatewayError error) {
    List<Field> errors =
        error instanceof Invalid invalid && invalid.parameter() != null
            ? List.of(new Field(invalid.parameter(), invalid.message()))
            : List.of();
    return plain(error.status(), error.message(), errors);
  }

  /** The body of an answer to a request for {@code path}. */
  String json(String path) {
    var out = new ByteBuilder(256);
    out.append("{\"type\":").appendJson(type);
    out.append(",\"title\":").appendJson(title);
    out.append(",\"status\":").append(String.valueOf(status));
    out.append(",\"detail\":").appendJson(detail);
    out.append(",\"instance\":").appendJson(path);
    String before = ",\"errors\":[";
    for (Field error : errors) {
      out.append(before).append("{\"field\":").appendJson(error.field());
      out.append(",\"message\":").appendJson(error.message()).append("}");
      before = ",";
    }
    return out.append(errors.isEmpty() ? "}" : "]}").toString();
  }

  private static String phrase(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
