package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.Usage;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaCodec;
import dev.localllm.routing.Route;
import dev.localllm.usage.Prices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {

  private static final Prices FREE = new Prices(List.of());

  private final Turn turn = of(new RecordingClient());

  /** A request that has just come, served by the calling thread. */
  static Turn of(Client client) {
    return new Turn(TestSettings.arrival(0), client, TestSettings.held().of("key_1"));
  }

  @Test
  void aRequestThatGotNowhereHasFailed() {
    Settlement settlement = turn.settle(FREE);
    assertThat(settlement.requestId()).isEqualTo("req_1");
    assertThat(settlement.dialect()).isEqualTo("ollama");
    assertThat(settlement.operation()).isEqualTo("none");
    assertThat(settlement.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(settlement.status()).isEqualTo(500);
    assertThat(settlement.requestedModel()).isEmpty();
    assertThat(settlement.routedModel()).isEmpty();
    assertThat(settlement.reportedModel()).isEmpty();
    assertThat(settlement.backend()).isEmpty();
    assertThat(settlement.usage())
        .usingRecursiveComparison()
        .ignoringFields("loadNanos")
        .isEqualTo(Usage.NONE);
    assertThat(settlement.timeToFirstToken()).isEmpty();
  }

  @Test
  void requestedRoutedAndReportedModelStayThree() {
    byte[] body = "{\"model\":\"llama\",\"prompt\":\"hi\"}".getBytes(StandardCharsets.UTF_8);
    turn.read(OllamaCodec.exchange(Operation.GENERATE, body), 7);
    turn.routed(new Route(new ScriptedBackend(), "llama:latest"));
    turn.answering(new EchoAnswer());
    Settlement settlement = turn.settle(FREE);
    assertThat(settlement.requestedModel()).contains("llama");
    assertThat(settlement.routedModel()).contains("llama:latest");
    assertThat(settlement.reportedModel()).contains("echo");
    assertThat(settlement.backend()).contains("scripted");
    assertThat(settlement.operation()).isEqualTo("generate");
    assertThat(settlement.streamed()).isTrue();
  }

  @Test
  void onlyTheFirstByteIsTimed() {
    turn.firstByte();
    Duration first = turn.settle(FREE).timeToFirstToken().orElseThrow();
    turn.firstByte();
    assertThat(turn.settle(FREE).timeToFirstToken()).contains(first);
    assertThat(turn.settle(FREE).duration()).isGreaterThanOrEqualTo(first);
  }

  @Test
  void tellsHowItEnded() {
    turn.ended(Outcome.CANCELLED, 200);
    assertThat(turn.settle(FREE).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(turn.settle(FREE).status()).isEqualTo(200);
  }

  @Test
  void endingItFromOutsideInterruptsItsThread() {
    var why = new Busy("the gateway is stopping", Duration.ofSeconds(1));
    turn.end(why);
    assertThat(turn.watch.close()).contains(why);
  }
}
