package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Arrival;
import dev.localllm.pipeline.Entrance;
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
   * Begins once the caller's limits let the request pass; the answer comes through {@code
   * suspended}.
   *
   * @param work may block
   * @param failure words what {@code work} threw, and refusals
   */
  public void begin(
      HttpServletRequest request,
      AsyncResponse suspended,
      Supplier<Response> work,
      Function<RuntimeException, Response> failure) {
    begin(new Question(Callers.entrance(request), suspended, failure), work);
  }

  /**
   * The same once the body has come as well, which has 64 KB at most.
   *
   * @throws GatewayException when it is packed in a way that is not understood
   */
  public void begin(
      HttpServletRequest request,
      AsyncResponse suspended,
      Function<byte[], Response> work,
      Function<RuntimeException, Response> failure) {
    Arrival arrival = Inference.arrival(Dialects.of(request.getRequestURI()), request);
    var question = new Question(arrival.entrance(), suspended, failure);
    Holding holding = uploads.holding(arrival.caller().id());
    Function<byte[], Response> unpacked =
        body -> work.apply(arrival.codings().unpack(body, LONGEST_QUESTION, holding));
    uploads.receive(
        arrival,
        LONGEST_QUESTION,
        holding,
        UploadListener.of(request),
        receiver(question, holding, unpacked));
  }

  /** What is to be answered, and how. */
  private record Question(
      Entrance entrance, AsyncResponse suspended, Function<RuntimeException, Response> failure) {}

  private Upload.Receiver receiver(
      Question question, Holding holding, Function<byte[], Response> work) {
    return new Upload.Receiver() {
      @Override
      public void received(byte[] body) {
        begin(
            question,
            () -> {
              try (holding) {
                return work.apply(body);
              }
            });
      }

      @Override
      public void refused(GatewayError why) {
        holding.close();
        refuse(question, new GatewayException(why));
      }
    };
  }

  private void refuse(Question question, GatewayException why) {
    begin(question, () -> question.failure.apply(why));
  }

  private void begin(Question question, Supplier<Response> work) {
    try {
      threads.execute(() -> resume(question, () -> answer(question, work)));
    } catch (Throwable e) {
      // no thread can be had; wording does not block
      resume(question, () -> question.failure.apply(foreseeable(e)));
    }
  }

  private static void resume(Question question, Supplier<Response> answer) {
    try {
      question.suspended.resume(answer.get());
    } catch (Throwable e) {
      // even the words could not be had; the mapper has others
      question.suspended.resume(e);
    }
  }

  /** The words of failures are chosen by their type, and that is made for exceptions. */
  private static RuntimeException foreseeable(Throwable failure) {
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("the request was ended by an error", failure);
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

  /** The caller's next request may come as soon as the client has this answer. */
  private static Response answer(Question question, Supplier<Response> work) {
    try {
      question.entrance.enter();
      return work.get();
    } catch (Throwable e) {
      return question.failure.apply(foreseeable(e));
    } finally {
      question.entrance.leave();
    }
  }
}
