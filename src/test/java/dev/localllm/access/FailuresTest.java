package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEC-1: whoever guesses is not listened to for a while. */
class FailuresTest {

  private final MovableClock clock = new MovableClock();
  private final Failures failures = new Failures(3, clock);

  @Test
  void soManyInAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(failures.tooMany("192.0.2.1")).isFalse();
      failures.wrong("192.0.2.1");
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(failures.tooMany("192.0.2.1")).isTrue();
    assertThat(failures.blockedFor("192.0.2.1")).isEqualTo(Duration.ofSeconds(30));
    assertThat(failures.tooMany("192.0.2.2")).isFalse();
    clock.advance(Duration.ofSeconds(30));
    assertThat(failures.tooMany("192.0.2.1")).isFalse();
    failures.wrong("192.0.2.1");
    assertThat(failures.tooMany("192.0.2.1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "2001:db8:1:2::1%eth7, 2001:db8:1:2::1, true",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "255.255.255.255, ::1, false",
    "nonsense, more nonsense, true",
    "nonsense, 192.0.2.1, false",
  })
  void whatIsOneAddress(String one, String other, boolean same) {
    for (int i = 0; i < 3; i++) {
      failures.wrong(one);
    }
    assertThat(failures.tooMany(one)).isTrue();
    assertThat(failures.tooMany(other)).isEqualTo(same);
  }

  @Test
  void aMillionAddressesAreNotAllRemembered() {
    for (int i = 0; i < 1_000_000; i++) {
      failures.wrong("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
      failures.wrong("192.0.2.1");
    }
    assertThat(failures.size()).isLessThanOrEqualTo(50_000);
    // whoever goes on is not forgotten for them
    assertThat(failures.tooMany("192.0.2.1")).isTrue();
  }

  @Test
  void whatWasCountedLatelyIsNotLost() {
    failures.wrong("192.0.2.1");
    failures.wrong("192.0.2.1");
    for (int i = 0; i < 30_000; i++) {
      failures.wrong("10.0.%d.%d".formatted(i >> 8, i & 255));
    }
    failures.wrong("192.0.2.1");
    assertThat(failures.tooMany("192.0.2.1")).isTrue();
  }

  @Test
  void aClockThatIsSetBackBlocksNobodyForLong() {
    for (int i = 0; i < 3; i++) {
      failures.wrong("192.0.2.1");
    }
    clock.advance(Duration.ofHours(-1));
    assertThat(failures.tooMany("192.0.2.1")).isFalse();
  }
}
