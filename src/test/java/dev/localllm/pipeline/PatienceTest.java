package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.protocol.Operation;
import dev.localllm.settings.AnswerBounds;
import dev.localllm.settings.ModelManagement;
import dev.localllm.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
              Duration.ofSeconds(2),
              new AnswerBounds(8192, 100, true, Duration.ZERO)),
          new ModelManagement(Duration.ofMinutes(10), Duration.ofHours(6), 1));

  @Test
  void eachLimitHasItsOwnSetting() {
    assertThat(patience.load().nanos()).isEqualTo(Duration.ofMinutes(5).toNanos());
    assertThat(patience.firstByte().nanos()).isEqualTo(Duration.ofSeconds(120).toNanos());
    assertThat(patience.idle().nanos()).isEqualTo(Duration.ofMillis(1500).toNanos());
    assertThat(patience.whole().nanos()).isEqualTo(Duration.ofHours(1).toNanos());
  }

  @Test
  void inferenceIsBoundByWhetherTheModelIsLoaded() {
    assertThat(patience.beginning(Operation.CHAT, false)).isEqualTo(patience.load());
    assertThat(patience.beginning(Operation.CHAT, true)).isEqualTo(patience.firstByte());
    assertThat(patience.between(Operation.CHAT)).isEqualTo(patience.idle());
    assertThat(patience.whole(Operation.EMBED)).isEqualTo(patience.whole());
  }

  @ParameterizedTest
  @EnumSource(names = {"PULL", "PUSH", "CREATE"})
  void whatReportsProgressMayBeSilentForLongAndTakeHoursUnstreamed(Operation operation) {
    assertThat(patience.beginning(operation, false)).isEqualTo(patience.busy());
    assertThat(patience.between(operation).nanos()).isEqualTo(Duration.ofMinutes(10).toNanos());
    assertThat(patience.whole(operation).nanos()).isEqualTo(Duration.ofHours(6).toNanos());
  }

  @Test
  void aCopyOrADeletionHasNoHours() {
    assertThat(patience.whole(Operation.COPY)).isEqualTo(patience.busy());
    assertThat(patience.whole(Operation.DELETE)).isEqualTo(patience.busy());
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
