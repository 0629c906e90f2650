package dev.localllm.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptStreamTest {

  private final List<String> sent = new ArrayList<>();
  private final PromptStream stream = new PromptStream(new SwallowsFirstFlush());

  @Test
  void theFirstEventIsOnItsWayAtOnce() throws IOException {
    stream.write("first".getBytes(UTF_8));
    stream.flush();
    assertThat(sent).containsExactly("first");
  }

  @Test
  void eachFurtherEventIsFlushedOnce() throws IOException {
    for (String event : List.of("a", "b", "c")) {
      stream.write(event.getBytes(UTF_8));
      stream.flush();
    }
    assertThat(sent).containsExactly("a", "b", "c");
  }

  @Test
  void bytesPassAsTheyAre() throws IOException {
    stream.write('x');
    stream.write("abcd".getBytes(UTF_8), 1, 2);
    stream.flush();
    assertThat(sent).containsExactly("xbc");
  }

  @Test
  void aClientThatHasGoneIsTold() {
    var gone =
        new PromptStream(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertThatThrownBy(() -> gone.write(new byte[1], 0, 1)).hasMessage("Broken pipe");
  }

  /** As Liberty's: the first flush sends the head and nothing else. */
  private final class SwallowsFirstFlush extends OutputStream {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean flushed;

    @Override
    public void write(int value) {
      held.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      held.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      if (flushed) {
        sent.add(held.toString(UTF_8));
        held.reset();
      }
      flushed = true;
    }
  }
}
