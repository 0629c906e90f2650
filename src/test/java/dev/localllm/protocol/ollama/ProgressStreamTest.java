package dev.localllm.protocol.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.ByteBuilder;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressStreamTest {

  private static final String SUCCESS = "{\"status\":\"success\"}\n";

  @Test
  void forwardsEveryByteWhereverItIsCut() {
    Recording recording = Recording.of("create-stream");
    for (int at = 0; at <= recording.body().length; at++) {
      assertThat(Replay.cut(recording.body(), at, new ProgressStream()))
          .isEqualTo(recording.text());
    }
    assertThat(new ProgressStream().contentType()).isEqualTo(recording.contentType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull-unknown", "create-unknown-from"})
  void failsInOllamasWordsBehindWhatCame(String name) {
    Recording recording = Recording.of(name);
    var answer = new ProgressStream();
    var out = new ByteBuilder(100);
    for (byte[] line : recording.lines()) {
      try {
        answer.line(line, 0, line.length, out);
      } catch (GatewayException e) {
        answer.failure(e.error(), out);
      }
    }
    assertThat(out).hasToString(recording.text());
    answer.bodyEnded();
    assertThat(answer.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"status\":\"pulling manifest\"}\n",
        SUCCESS + "{\"status\":\"writing manifest\"}\n",
        "{\"status\":{\"success\":\"success\"}}\n",
        "{\"success\":true}\n",
        SUCCESS + "{\"digest\":\"sha256:0\"}\n"
      })
  void anEndWithoutSuccessInTheLastLineIsNone(String body) {
    assertThat(replay(body)).isEqualTo(body + "(incomplete)");
  }

  @Test
  void goesOnBehindTheSuccessOfAPullWithinACreation() {
    String body = SUCCESS + "{\"status\":\"writing manifest\"}\n" + SUCCESS;
    assertThat(replay(body)).isEqualTo(body);
  }

  @Test
  void successIsNoEndBeforeTheBodyIsOver() {
    var answer = new ProgressStream();
    answer.line(SUCCESS.getBytes(UTF_8), 0, SUCCESS.length() - 1, new ByteBuilder(9));
    assertThat(answer.complete()).isFalse();
    answer.bodyEnded();
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void whatIsNoObjectIsTheBackendsFailure() {
    byte[] line = "<html>".getBytes(UTF_8);
    assertThatThrownBy(() -> new ProgressStream().line(line, 0, line.length, new ByteBuilder(9)))
        .isInstanceOf(GatewayException.class);
  }

  private static String replay(String body) {
    return Replay.inPieces(body.getBytes(UTF_8), 7, new ProgressStream());
  }
}
