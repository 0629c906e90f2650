package dev.localllm.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.usage.UsageEntry.Account;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

class EntryLineTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");

  static Stream<UsageEntry> entries() {
    return Stream.of(Entries.entry("a", NOW), Samples.bare("b", NOW), Samples.full("c", NOW));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void comesBackAsItWas(UsageEntry entry) {
    assertThat(EntryLine.read(line(entry))).isEqualTo(entry);
  }

  @Property
  void anyTextIsOneLine(@ForAll String text) {
    var account = new Account(text, text, text, text);
    UsageEntry plain = Entries.entry("a", NOW);
    var entry =
        new UsageEntry(
            "a",
            text,
            NOW,
            account,
            plain.call(),
            plain.usage(),
            true,
            plain.times(),
            plain.ending(),
            plain.cost(),
            text);
    assertThat(line(entry)).doesNotContain("\n");
    assertThat(EntryLine.read(line(entry))).isEqualTo(entry);
    assertThat(account.owner()).doesNotContain("\u0000").hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void halfALineIsNone() {
    String line = line(Samples.full("c", NOW));
    for (int end = 0; end < line.length(); end++) {
      String half = line.substring(0, end);
      assertThatThrownBy(() -> EntryLine.read(half)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "1", "{}", "{\"id\":1}", "\u0000\u0000", "x"})
  void somethingElseIsNone(String line) {
    assertThatThrownBy(() -> EntryLine.read(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLaterReleaseMayKnowMore() {
    UsageEntry entry = Entries.entry("a", NOW);
    String more = line(entry).replaceFirst("}$", ",\"later\":{\"x\":[1]}}");
    assertThat(EntryLine.read(more)).isEqualTo(entry);
  }

  @Test
  void eachLineIsThereWhenItIsWritten() {
    UsageEntry entry = Entries.entry("1", Instant.EPOCH);
    String line = line(entry) + "\n";
    var lines = new ByteArrayOutputStream();
    try (JsonGenerator json = EntryLine.generator(lines)) {
      EntryLine.write(entry, json);
      assertThat(lines.toString(UTF_8)).isEqualTo(line);
      EntryLine.write(entry, json);
      assertThat(lines.toString(UTF_8)).isEqualTo(line + line);
    }
    assertThat(lines.toString(UTF_8)).isEqualTo(line + line);
  }

  private static String line(UsageEntry entry) {
    var line = new ByteArrayOutputStream();
    try (JsonGenerator json = EntryLine.generator(line)) {
      EntryLine.write(entry, json);
    }
    String text = line.toString(UTF_8);
    assertThat(text).endsWith("}\n");
    return text.substring(0, text.length() - 1);
  }
}
