package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of values, except addresses. */
class KindsTest {
  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "10s, PT10S", "5m, PT5M", "1h, PT1H", "0s, PT0S"})
  void aDurationHasAUnit(String text, Duration duration) {
    assertThat(Kinds.duration("0ms", "1h").parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"61m", "1", "s", "-1s", "1.5s", "1 s", "1S", "1d", "99999999999s", "1m30s"})
  void otherDurationsAreRefused(String text) {
    refuses(Kinds.duration("0ms", "1h"), text);
  }

  @Test
  void aNumberIsToldItsUnit() {
    assertThatThrownBy(() -> Kinds.duration("0ms", "1h").parse("30"))
        .hasMessage("the unit is missing, write 30s");
  }

  @ParameterizedTest
  @CsvSource({"1B, 1", "7, 7", "512KB, 524288", "20MB, 20971520", "1GB, 1073741824"})
  void aSizeIsInPowersOf1024(String text, int bytes) {
    assertThat(Kinds.size("1B", "1GB").parse(text)).isEqualTo(bytes);
  }

  @Test
  void aLongSizeGoesBeyondTwoGigabytes() {
    assertThat(Kinds.longSize("1KB", "4096GB").parse("64GB")).isEqualTo(64L << 30);
    refuses(Kinds.longSize("1KB", "4096GB"), "4097GB");
    refuses(Kinds.longSize("1KB", "4096GB"), "999999999GB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2GB", "1025MB", "1kb", "1M", "-1", "MB", "1 MB", "999999999GB"})
  void otherSizesAreRefused(String text) {
    refuses(Kinds.size("1B", "1GB"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "11", "-1", "+1", "1.0", "", "one", "4294967297", "99999999999999999999"})
  void aWholeNumberIsWithinItsRange(String text) {
    assertThat(Kinds.whole(1, 10).parse("1")).isEqualTo(1);
    assertThat(Kinds.whole(1, 10).parse("10")).isEqualTo(10);
    refuses(Kinds.whole(1, 10), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "yes", "1", "on", ""})
  void truthIsTrueOrFalse(String text) {
    assertThat(Kinds.truth().parse("true")).isTrue();
    assertThat(Kinds.truth().parse("false")).isFalse();
    refuses(Kinds.truth(), text);
  }

  @Test
  void aChoiceIsInLowerCase() {
    Kind<Settings.LogLevel> kind = Kinds.oneOf(Settings.LogLevel.class);
    assertThat(kind.parse("warn")).isEqualTo(Settings.LogLevel.WARN);
    assertThat(kind.allowed()).isEqualTo("debug, info, warn or error");
    assertThatThrownBy(() -> kind.parse("WARN")).hasMessage("write warn");
    assertThatThrownBy(() -> kind.parse("trace")).hasMessage("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\tbed", "line\nbreak", "\u0000", "", "sixletters"})
  void aWordHasNoSpaces(String text) {
    assertThat(Kinds.word(9).parse("ll:3/b-ü")).isEqualTo("ll:3/b-ü");
    refuses(Kinds.word(9), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "http://a", "", "**"})
  void aHostIsANameOrAnAddress(String text) {
    assertThat(Kinds.host().parse("*")).isEqualTo("*");
    assertThat(Kinds.host().parse("::1")).isEqualTo("::1");
    assertThat(Kinds.host().parse("my-host.example")).isEqualTo("my-host.example");
    refuses(Kinds.host(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\nb", "a\r", "é", ""})
  void aSecretFitsIntoAHeader(String text) {
    assertThat(Kinds.secret().parse("!~")).isEqualTo(new Secret("!~"));
    refuses(Kinds.secret(), text);
  }

  private static void refuses(Kind<?> kind, String text) {
    assertThatExceptionOfType(Kind.Unfit.class).isThrownBy(() -> kind.parse(text));
  }
}
