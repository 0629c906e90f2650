package dev.localllm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineFramerTest {

  @Test
  void oneReadGivesAllItsLinesAndTheRestIsALineToo() throws IOException {
    assertThat(lines("a\n\n \r\nbc\n  d", 100, 100)).containsExactly("a", "bc", "  d");
  }

  @Test
  void nothingIsNoLine() throws IOException {
    assertThat(lines("", 100, 100)).isEmpty();
    assertThat(lines("\n\n", 100, 100)).isEmpty();
  }

  @Test
  void aLineMayBeAsLongAsAllowedAndNotLonger() throws IOException {
    assertThat(lines("12345\n12345", 5, 3)).containsExactly("12345", "12345");
    assertThatThrownBy(() -> lines("123456\n", 5, 3)).isInstanceOf(GatewayException.class);
    assertThatThrownBy(() -> lines("123456\n", 5, 100)).isInstanceOf(GatewayException.class);
    assertThatThrownBy(() -> lines("1\n123456", 5, 100)).isInstanceOf(GatewayException.class);
  }

  @Test
  void growsForALongLineWithoutLosingAByte() throws IOException {
    String longLine = "x".repeat(100_000);
    assertThat(lines("a\n" + longLine + "\nb", 1 << 20, 777)).containsExactly("a", longLine, "b");
  }

  @Property(tries = 300)
  void isTheSameAsSplitting(
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 20_000) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 9000) int piece)
      throws IOException {
    List<String> wanted = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int length : lengths) {
      String line = "é".repeat(length / 2) + wanted.size();
      wanted.add(line);
      text.append(line).append('\n');
    }
    assertThat(lines(text.toString(), 1 << 16, piece)).isEqualTo(wanted);
  }

  private static List<String> lines(String text, int maxLine, int piece) throws IOException {
    InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return bytes.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            assertThat(length).isPositive();
            return bytes.read(buffer, offset, Math.min(length, piece));
          }
        };
    LineFramer framer = new LineFramer(maxLine, _ -> {});
    List<String> lines = new ArrayList<>();
    while (framer.fill(in) >= 0) {
      while (framer.next()) {
        lines.add(line(framer));
      }
    }
    if (framer.rest()) {
      lines.add(line(framer));
    }
    return lines;
  }

  private static String line(LineFramer framer) {
    return new String(framer.buffer(), framer.offset(), framer.length(), StandardCharsets.UTF_8);
  }
}
