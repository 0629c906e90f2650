package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Fleet;
import dev.localllm.pipeline.InFlight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

  private static final Build BUILD = new Build("1.2", "abc", "today", "ci");
  private static final Instant NOW = FakeBackend.CHECKED.plusSeconds(3);

  private boolean answers = true;
  private boolean usable = true;
  private final InFlight inFlight = new InFlight(1);
  private final FakeBackend one = new FakeBackend("one");
  private final FakeBackend two = new FakeBackend("two");
  private final Health health =
      new Health(
          BUILD,
          new Fleet(List.of(one, two)),
          new Traffic(inFlight, null),
          new Stores(List.of(new Stores.Part("database", () -> answers, () -> usable))));

  @BeforeEach
  void useResponses() {
    HealthResponses.install();
  }

  @Test
  void anOutageOfTheDatabaseIsToldAndEndsNothing() {
    answers = false;
    HealthCheckResponse during = health.stores(NOW);
    assertThat(during.getStatus()).isEqualTo(Status.UP);
    assertThat(during.getData().orElseThrow()).containsEntry("database", false);
    usable = false;
    assertThat(health.stores(NOW).getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void readyWhenOneBackendIsReachable() {
    one.unreachable("cannot be reached");
    two.reachable("0.34.2");
    HealthCheckResponse ready = health.ready(NOW);
    assertThat(ready.getStatus()).isEqualTo(Status.UP);
    assertThat(ready.getData().orElseThrow())
        .containsAllEntriesOf(
            Map.of(
                "draining",
                false,
                "backend.one.reachable",
                false,
                "backend.one.detail",
                "cannot be reached",
                "backend.one.checkedSecondsAgo",
                3L,
                "backend.two.reachable",
                true,
                "backend.two.version",
                "0.34.2",
                "backend.two.checkedSecondsAgo",
                3L))
        .doesNotContainKeys("backend.one.version", "backend.two.detail");
  }

  @Test
  void notReadyWhileAFileHoldsIt(@TempDir Path folder) throws IOException {
    one.reachable("0.34.2");
    Path hold = folder.resolve("hold");
    Traffic traffic = new Traffic(inFlight, hold);
    var held = new Health(BUILD, new Fleet(List.of(one)), traffic, new Stores(List.of()));
    assertThat(held.ready(NOW).getStatus()).isEqualTo(Status.UP);
    Files.createFile(hold);
    assertThat(held.ready(NOW).getStatus()).isEqualTo(Status.DOWN);
    assertThat(held.ready(NOW).getData().orElseThrow()).containsEntry("held", true);
    Files.delete(hold);
    assertThat(traffic.wanted()).isTrue();
    inFlight.drain();
    assertThat(traffic.wanted()).isFalse();
  }

  @Test
  void notReadyWithoutABackend() {
    one.unreachable("cannot be reached");
    HealthCheckResponse ready = health.ready(NOW);
    assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
    assertThat(ready.getData().orElseThrow())
        .containsEntry("backend.two.detail", "not probed yet")
        .doesNotContainKey("backend.two.checkedSecondsAgo");
  }

  @Test
  void notReadyWhileDraining() {
    one.reachable("0.34.2");
    inFlight.drain();
    HealthCheckResponse ready = health.ready(NOW);
    assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
    assertThat(ready.getData().orElseThrow()).containsEntry("draining", true);
  }

  @Test
  void everyCheckTellsWhatRuns() {
    assertThat(health.process("live", NOW).getStatus()).isEqualTo(Status.UP);
    assertThat(health.process("live", NOW).getData().orElseThrow())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "version", "1.2",
                "gitSha", "abc",
                "buildDate", "today",
                "environment", "ci",
                "timestamp", "2026-11-21T10:00:03Z"));
  }
}
