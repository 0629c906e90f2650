package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private final Patience patience =
      Patience.of(
          new Settings.Calling(
              Duration.ofSeconds(1),
              Duration.ofMinutes(5),
              Duration.ofSeconds(120),
              Duration.ofMillis(1500),
              Duration.ofHours(1),
              0,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofSeconds(2)));

  @Test
  void eachLimitHasItsOwnSetting() {
    assertThat(patience.load().nanos()).isEqualTo(Duration.ofMinutes(5).toNanos());
    assertThat(patience.firstByte().nanos()).isEqualTo(Duration.ofSeconds(120).toNanos());
    assertThat(patience.idle().nanos()).isEqualTo(Duration.ofMillis(1500).toNanos());
    assertThat(patience.whole().nanos()).isEqualTo(Duration.ofHours(1).toNanos());
  }

  @Test
  void eachLimitHasItsOwnWordsInSecondsOrMilliseconds() {
    assertThat(patience.load().late())
        .isEqualTo(new BackendSilent("the model was not loaded within 300 s"));
    assertThat(patience.firstByte().late())
        .isEqualTo(new BackendSilent("the backend did not begin to answer within 120 s"));
    assertThat(patience.idle().late())
        .isEqualTo(new BackendSilent("the backend sent nothing for 1500 ms"));
    assertThat(patience.whole().late())
        .isEqualTo(new BackendSilent("the backend did not answer within 3600 s"));
  }
}
