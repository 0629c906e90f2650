package dev.localllm.pipeline;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.Call;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Exchange;
import dev.localllm.routing.Route;
import dev.localllm.settings.Settings;

/** Calls a backend for an answer in one piece and sends it on. Thread-safe. */
final class WholeAnswer {

  /** A rendered answer is in a builder that has grown, and in the copy that is sent. */
  private static final int RENDERED = 3;

  private final Patience patience;
  private final int longest;

  WholeAnswer(Patience patience, Settings.Limits limits) {
    this.patience = patience;
    this.longest = limits.maxAnswerBytes();
  }

  /**
   * Answers the client.
   *
   * @param most as {@link Exchange#backendBody} has it
   * @throws GatewayException when there is no answer; nothing has been sent then
   */
  void answer(Turn turn, Exchange exchange, Route route, int most) {
    Answer answer = exchange.answer();
    turn.answering(answer);
    turn.watch.expect(patience.whole(exchange.operation()));
    BackendAnswer head =
        route
            .backend()
            .send(
                Call.of(exchange.operation()),
                exchange.backendBody(route.model(), most),
                turn.arrival.requestId());
    ByteBuilder body = render(head, answer, turn.holding);
    turn.watch.rest();
    turn.firstByte();
    turn.ended(Outcome.COMPLETED, 200);
    if (body.size() == 0) {
      turn.client.done(200);
    } else {
      turn.client.send(answer.contentType(), body.toByteArray());
    }
  }

  private ByteBuilder render(BackendAnswer head, Answer answer, Holding holding) {
    boolean read = false;
    try {
      BackendBodies.check(head, holding);
      byte[] bytes = BackendBodies.wholeBody(head, longest, holding);
      read = true;
      holding.take(JsonMemory.of(bytes) + RENDERED * (long) bytes.length);
      var body = new ByteBuilder(bytes.length + 512);
      answer.line(bytes, 0, bytes.length, body);
      if (!answer.complete()) {
        throw new GatewayException(new BackendFailed("the backend's answer has no end mark"));
      }
      answer.end(body);
      return body;
    } finally {
      head.release(read);
    }
  }
}
