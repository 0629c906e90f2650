package dev.localllm.pipeline;

import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.TokenEstimate;
import dev.localllm.routing.Route;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import java.util.concurrent.Executor;

/** Understands requests and has backends answer them. Thread-safe. */
final class Answering {

  private final Router router;
  private final Admission admission;
  private final StreamedAnswer streamed;
  private final WholeAnswer whole;

  Answering(Settings settings, Router router, Admission admission, Executor threads) {
    this.router = router;
    this.admission = admission;
    Patience patience = Patience.of(settings.calling(), settings.management());
    streamed = new StreamedAnswer(patience, settings.limits(), threads);
    whole = new WholeAnswer(patience, settings.limits());
  }

  /**
   * Answers the client.
   *
   * @throws dev.localllm.chat.GatewayException when there is no answer; nothing has been sent then
   */
  void answer(Turn turn, Codec codec, byte[] body) {
    // what is read, and the body that the backend will get, are held besides the client's
    turn.holding.take(JsonMemory.of(body) + body.length);
    Exchange exchange = codec.read(body);
    turn.read(exchange, TokenEstimate.prompt(body));
    Route route = router.route(exchange.requestedModel());
    turn.routed(route);
    Permission.check(turn.arrival.caller(), route.model());
    int most = admission.reserve(turn, exchange);
    if (exchange.streaming()) {
      streamed.answer(turn, exchange, route, most);
    } else {
      whole.answer(turn, exchange, route, most);
    }
  }
}
