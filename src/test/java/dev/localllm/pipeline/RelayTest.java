package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.backend.BackendAnswer;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.ByteBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayTest {

  private final ByteBuilder out = new ByteBuilder(64);
  private final Relay relay = new Relay(new EchoAnswer(), 100, TestSettings.held().of("key_1"));

  @Test
  void whatOneReadBringsIsRenderedTogether() {
    begin("a\nb\n", "c\ndone\n");
    relay.advance(out);
    assertThat(out).hasToString("[a][b]");
    out.clear();
    relay.advance(out);
    assertThat(out).hasToString("[c]END");
    assertThat(relay.complete()).isTrue();
  }

  @Test
  void aLineMayComeInPieces() {
    begin("a", "b", "c\n");
    relay.advance(out);
    assertThat(out).hasToString("[abc]");
  }

  @Test
  void waitsForSomethingToSend() {
    begin("nothing\n", "\n", "nothing\na\n");
    relay.advance(out);
    assertThat(out).hasToString("[a]");
  }

  @Test
  void theLastLineNeedsNoLineFeed() {
    begin("a\ndone");
    relay.advance(out);
    out.clear();
    relay.advance(out);
    assertThat(out).hasToString("END");
    assertThat(relay.complete()).isTrue();
  }

  @Test
  void anEndWithoutItsMarkIsAFailureThatKeepsWhatCame() {
    begin("a\nb");
    relay.advance(out);
    assertThatThrownBy(() -> relay.advance(out))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("the backend broke off before the end of its answer");
    assertThat(out).hasToString("[a][b]");
    assertThat(relay.complete()).isFalse();
  }

  @Test
  void aConnectionThatBreaksIsAFailureWithoutDetails() {
    Body body = begin("a\n");
    body.breaks = true;
    relay.advance(out);
    assertThatThrownBy(() -> relay.advance(out))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("the connection to the backend broke")
        .hasMessageNotContaining("10.1.2.3");
  }

  @Test
  void anErrorInTheStreamKeepsWhatCameBeforeIt() {
    begin("a\nerror\nb\n");
    assertThatThrownBy(() -> relay.advance(out)).hasMessageContaining("the backend says so");
    assertThat(out).hasToString("[a]");
  }

  @Test
  void aLineThatIsTooLongIsAFailure() {
    begin("x".repeat(101));
    assertThatThrownBy(() -> relay.advance(out)).hasMessageContaining("over 100 bytes");
  }

  @Test
  void anErrorStatusIsToldInTheBackendsWords() {
    var head = new BackendAnswer(404, new Body("{\"error\":\"model 'm' not found\"}"));
    assertThatThrownBy(() -> relay.begin(head))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("model 'm' not found");
  }

  @Test
  void aCompleteAnswerEndsInPeace() {
    Body body = begin("done\n");
    relay.advance(out);
    relay.close();
    assertThat(body.ended).isEqualTo("in peace");
  }

  @Test
  void anUnfinishedAnswerIsGivenUp() {
    Body body = begin("a\n", "b\n");
    relay.advance(out);
    relay.close();
    assertThat(body.ended).isEqualTo("given up");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anAnswerWithAnErrorStatusIsGivenUp() {
    var body = new Body("{}");
    assertThatThrownBy(() -> relay.begin(new BackendAnswer(500, body, body::end)))
        .isInstanceOf(GatewayException.class);
    relay.close();
    assertThat(body.ended).isEqualTo("given up");
  }

  @Test
  void withoutAResponseHeadThereIsNothingToClose() {
    relay.close();
    assertThat(relay.complete()).isFalse();
  }

  private Body begin(String... reads) {
    var body = new Body(reads);
    relay.begin(new BackendAnswer(200, body, body::end));
    return body;
  }

  /** Gives one string for each read. */
  private static final class Body extends InputStream {

    private final Deque<String> reads;
    private boolean breaks;
    private String ended = "not at all";

    Body(String... reads) {
      this.reads = new ArrayDeque<>(List.of(reads));
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read pieces");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (reads.isEmpty()) {
        if (breaks) {
          throw new IOException("Connection reset by 10.1.2.3");
        }
        return -1;
      }
      byte[] piece = reads.remove().getBytes(UTF_8);
      System.arraycopy(piece, 0, bytes, offset, piece.length);
      return piece.length;
    }

    void end(boolean read) {
      ended = read ? "in peace" : "given up";
    }
  }
}
