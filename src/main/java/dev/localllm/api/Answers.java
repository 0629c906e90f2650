package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Holding;
import dev.localllm.pipeline.Upload;
import dev.localllm.pipeline.Uploads;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers suspended requests on virtual threads, for what has to wait: for backends, for the
 * database, for the request's own body. Thread-safe.
 */
@ApplicationScoped
public class Answers {

  private static final int LONGEST_QUESTION = 64 << 10;

  @Inject Uploads uploads;

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  /**
   * Begins; the answer comes through {@code suspended}.
   *
   * @param work may block
   * @param failure words what {@code work} threw
   */
  public void begin(
      AsyncResponse suspended,
      Supplier<Response> work,
      Function<RuntimeException, Response> failure) {
    threads.execute(() -> {
      try {
        suspended.resume(answer(work, failure));
      } catch (RuntimeException e) {
        suspended.resume(e);
      }
    });
  }

  /** Begins once the body has come, which has 64 KB at most. */
  public void begin(
      HttpServletRequest request,
      AsyncResponse suspended,
      Function<byte[], Response> work,
      Function<RuntimeException, Response> failure) {
    Holding holding = uploads.holding(Callers.of(request).id());
    Upload question =
        uploads.begin(
            request.getContentLengthLong(),
            LONGEST_QUESTION,
            holding,
            new Upload.Receiver() {
              @Override
              public void received(byte[] body) {
                begin(
                    suspended,
                    () -> {
                      try (holding) {
                        return work.apply(body);
                      }
                    },
                    failure);
              }

              @Override
              public void refused(GatewayError why) {
                holding.close();
                var refusal = new GatewayException(why);
                begin(suspended, () -> failure.apply(refusal), failure);
              }
            });
    UploadListener.listen(request, question);
  }

  /**
   * An answer in one piece, written on the thread that has it: RESTEasy hands arrays to another.
   */
  public static Response.ResponseBuilder whole(int status, String contentType, byte[] body) {
    StreamingOutput whole = out -> out.write(body);
    return Response.status(status)
        .type(contentType)
        .entity(whole)
        .header(HttpHeaders.CONTENT_LENGTH, body.length);
  }

  private static Response answer(
      Supplier<Response> work, Function<RuntimeException, Response> failure) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return failure.apply(e);
    }
  }
}
