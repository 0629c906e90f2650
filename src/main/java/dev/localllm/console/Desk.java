package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.api.Answers;
import dev.localllm.api.Callers;
import dev.localllm.api.Formats;
import dev.localllm.api.Problems;
import dev.localllm.api.RequestIds;
import dev.localllm.chat.GatewayError.WrongMediaType;
import dev.localllm.chat.GatewayException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Has the work of requests done, and turns what comes of it into responses. */
@ApplicationScoped
public class Desk {
  private static final Set<String> JSON =
      Set.of("application/json", "application/merge-patch+json");

  @Inject Answers answers;

  /** Begins; the answer comes through {@code suspended}. */
  void begin(HttpServletRequest request, AsyncResponse suspended, Supplier<Reply> work) {
    answers.begin(request, suspended, () -> response(work.get()), failures(request));
  }

  /** Begins; a table comes through {@code suspended}, which browsers keep as {@code file}. */
  void begin(
      HttpServletRequest request, AsyncResponse suspended, String file, Supplier<String> table) {
    answers.begin(
        request,
        suspended,
        () ->
            Answers.whole(
                    200, "text/csv; charset=utf-8; header=present", table.get().getBytes(UTF_8))
                .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
                .build(),
        failures(request));
  }

  /** Begins once the body has come, which must be a JSON object. */
  void begin(
      HttpServletRequest request, AsyncResponse suspended, Function<ObjectNode, Reply> work) {
    requireJson(Formats.contentType(request));
    answers.begin(
        request, suspended, body -> response(work.apply(Json.read(body))), failures(request));
  }

  /** Who asks. */
  Visit visit(HttpServletRequest request) {
    return new Visit(Callers.of(request), Callers.address(request), RequestIds.of(request));
  }

  /** All values of a header; none if there is none. */
  static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private static Function<RuntimeException, Response> failures(HttpServletRequest request) {
    String path = request.getRequestURI();
    String id = RequestIds.of(request);
    return failure ->
        failure instanceof GatewayException refusal
            ? Problems.response(path, refusal.error())
            : Problems.response(path, Failures.problem(failure, id));
  }

  private static void requireJson(@Nullable String contentType) {
    String given = Objects.requireNonNullElse(contentType, "none");
    if (!JSON.contains(given.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))) {
      throw new GatewayException(new WrongMediaType(given));
    }
  }

  private static Response response(Reply reply) {
    Response.ResponseBuilder response =
        reply
            .body()
            .map(body -> Answers.whole(reply.status(), "application/json", Json.write(body)))
            .orElseGet(() -> Response.status(reply.status()));
    reply.headers().forEach(response::header);
    return response.build();
  }
}
