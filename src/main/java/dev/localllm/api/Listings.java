package dev.localllm.api;

import dev.localllm.pipeline.Unforeseen;
import dev.localllm.protocol.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers listings, which wait for backends, in the dialect that was asked in. */
@ApplicationScoped
public class Listings {

  @Inject Answers answers;

  /** Begins; the answer comes through {@code suspended}. */
  public void begin(
      Dialect dialect, HttpServletRequest request, AsyncResponse suspended, Supplier<?> listing) {
    String id = RequestIds.of(request);
    answers.begin(request, suspended, () -> json(listing.get()), e -> failed(dialect, id, e));
  }

  /** Begins once the question has come, which is a model's name and little else. */
  public void begin(
      Dialect dialect,
      HttpServletRequest request,
      AsyncResponse suspended,
      Function<byte[], ?> listing) {
    String id = RequestIds.of(request);
    answers.begin(
        request, suspended, question -> json(listing.apply(question)), e -> failed(dialect, id, e));
  }

  private static Response json(Object listing) {
    byte[] body = listing.toString().getBytes(StandardCharsets.UTF_8);
    return Answers.whole(200, OllamaCatalogResource.JSON, body).build();
  }

  private static Response failed(Dialect dialect, String requestId, RuntimeException why) {
    return ErrorResponses.of(dialect, Unforeseen.of(why, requestId).error());
  }
}
