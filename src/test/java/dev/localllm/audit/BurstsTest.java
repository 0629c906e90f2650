package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever is refused again and again fills no log. */
class BurstsTest {
  private final Bursts bursts = new Bursts();

  @Test
  void eachChangeIsAnEventOfItsOwn() {
    assertThat(bursts.admit(Events.created("k"))).isPresent();
    assertThat(bursts.admit(Events.created("k"))).isPresent();
  }

  @Test
  void theFirstRefusalIsKeptAtOnceAndTheOthersAreCounted() {
    AuditEvent last = Events.denied("anonymous", "10.0.0.1", Events.NOON.plusSeconds(59));
    assertThat(bursts.admit(Events.denied("anonymous", "10.0.0.1", Events.NOON))).isPresent();
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(bursts.admit(last)).isEmpty();
    }
    assertThat(bursts.over(Events.NOON.plusSeconds(59))).isEmpty();
    assertThat(bursts.over(Events.NOON.plusSeconds(60)))
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.address()).isEqualTo("10.0.0.1");
          assertThat(sum.at()).isEqualTo(last.at());
          assertThat(sum.detail()).isEqualTo(Map.of("repeated", "1000000"));
        });
    assertThat(bursts.over(Events.NOON.plusSeconds(600))).isEmpty();
  }

  @Test
  void aSingleRefusalLeavesNoSum() {
    assertThat(bursts.admit(Events.denied("anonymous", "10.0.0.1", Events.NOON))).isPresent();
    assertThat(bursts.over(Events.NOON.plusSeconds(60))).isEmpty();
    assertThat(bursts.admit(Events.denied("anonymous", "10.0.0.1", Events.NOON.plusSeconds(61))))
        .isPresent();
  }

  @Test
  void moreCallersThanCanBeToldApartAreCountedTogether() {
    int kept = 0;
    for (int i = 0; i < 100_000; i++) {
      kept +=
          (int) bursts.admit(Events.denied("key" + i, "10.0.0." + i, Events.NOON)).stream().count();
    }
    int apart = Bursts.APART + 1;
    assertThat(kept).isEqualTo(apart);
    assertThat(bursts.over(Events.NOON.plusSeconds(60)))
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.actor().name()).isEqualTo("(others)");
          assertThat(sum.address()).isEqualTo("(others)");
          assertThat(sum.subject()).isEmpty();
          assertThat(sum.detail()).containsEntry("repeated", String.valueOf(100_000 - apart));
        });
  }
}
