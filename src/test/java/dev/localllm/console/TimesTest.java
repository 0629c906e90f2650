package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2027-01-31T12:00:00Z,2027-01-31T12:00:00Z",
    "2027-01-31t12:00:00z,2027-01-31T12:00:00Z",
    "2027-01-31T12:00:00.123456789+02:00,2027-01-31T10:00:00.123456Z",
    "1970-01-01T00:00:00Z,1970-01-01T00:00:00Z"
  })
  void readsRfc3339(String text, Instant time) {
    assertThat(Times.read(text)).contains(time);
    assertThat(Times.write(time)).isEqualTo(time.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2027-01-31",
        "2027-01-31T12:00:00",
        "2027-01-31T12:00Z",
        "2027-02-30T12:00:00Z",
        "2027-01-31T25:00:00Z",
        "2027-01-31 12:00:00Z",
        "+12027-01-31T12:00:00Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-18:00",
        "2027-01-31T12:00:00Z\n",
        "２027-01-31T12:00:00Z"
      })
  void readsNothingElse(String text) {
    assertThat(Times.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "90s,PT90S", "5m,PT5M", "24h,PT24H", "7d,P7D"})
  void readsDurations(String text, Duration duration) {
    assertThat(Times.readDuration(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "-1h", "1.5h", "1w", "1 h", "1H", "9999999999s"})
  void readsNoOtherDurations(String text) {
    assertThat(Times.readDuration(text)).isEmpty();
  }
}
