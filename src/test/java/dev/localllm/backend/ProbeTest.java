package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ScriptedClient ollama =
      new ScriptedClient()
          .answer(Call.VERSION, 200, "{\"version\":\"0.34.2\"}")
          .answer(Call.LOADED, 200, "{\"models\":[]}");
  private final Probe probe =
      new Probe(ollama, "Bearer key", Duration.ofHours(1), InstantSource.fixed(NOW));

  @Test
  void findsTheVersionAndWhatIsLoaded() {
    ollama.answer(
        Call.LOADED, 200, "{\"models\":[{\"name\":\"llama:latest\"},{\"name\":\"mistral:7b\"}]}");
    probe.look();
    BackendState state = probe.state();
    assertThat(state.reachable()).isTrue();
    assertThat(state.version()).isEqualTo("0.34.2");
    assertThat(state.loaded()).containsExactlyInAnyOrder("llama:latest", "mistral:7b");
    assertThat(state.detail()).isEmpty();
    assertThat(state.checkedAt()).isEqualTo(NOW);
  }

  @Test
  void asksForNothingThatLoadsAModel() {
    probe.look();
    assertThat(ollama.asked)
        .containsExactly("GET version probe Bearer key", "GET ps probe Bearer key");
  }

  @Test
  void leavesNoAnswerOpen() {
    ollama.answer(Call.LOADED, 500, "{}");
    probe.look();
    assertThat(ollama.replies).hasSize(2).allMatch(Reply::closed);
  }

  @Test
  void tellsOfAServerThatCannotBeReachedWithoutItsAddress() {
    ollama.fail(Call.VERSION, new ConnectException("Connect to 10.1.2.3:11434 failed"));
    probe.look();
    assertUnreachable("cannot be reached");
  }

  @Test
  void tellsTheStatusOfAServerThatRefuses() {
    ollama.answer(Call.VERSION, 500, "{\"error\":\"at 10.1.2.3\"}");
    probe.look();
    assertUnreachable("answers with status 500");
  }

  @Test
  void aServerThatDoesNotTellWhatIsLoadedIsOfNoUse() {
    ollama.answer(Call.LOADED, 404, "404 page not found");
    probe.look();
    assertUnreachable("answers with status 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"version\":", "", "[]", "{}", "\"0.34.2\"", "null"})
  void tellsOfAServerThatIsNoOllama(String body) {
    ollama.answer(Call.VERSION, 200, body);
    probe.look();
    assertUnreachable("does not answer as Ollama does");
  }

  @Test
  void aServerThatIsGoneKeepsItsVersionButHasNothingLoaded() {
    ollama.answer(Call.LOADED, 200, "{\"models\":[{\"name\":\"llama:latest\"}]}");
    probe.look();
    ollama.fail(Call.VERSION, new ConnectException("Connection refused"));
    probe.look();
    assertThat(probe.state().version()).isEqualTo("0.34.2");
    assertUnreachable("cannot be reached");
  }

  @Test
  void findsAServerThatComesBack() {
    ollama.fail(Call.VERSION, new ConnectException("Connection refused"));
    probe.look();
    ollama.answer(Call.VERSION, 200, "{\"version\":\"0.35.0\"}");
    probe.look();
    assertThat(probe.state().reachable()).isTrue();
    assertThat(probe.state().version()).isEqualTo("0.35.0");
  }

  @Test
  void looksAndTellsWhenToLookAgain() {
    assertThat(probe.step()).isEqualTo(Duration.ofHours(1));
    assertThat(probe.state().reachable()).isTrue();
  }

  @Test
  void goesOnAfterAnError() throws InterruptedException {
    var answered = new CountDownLatch(3);
    InstantSource failing =
        () -> {
          answered.countDown();
          if (answered.getCount() == 2) {
            throw new NoClassDefFoundError("a/Name");
          }
          return NOW;
        };
    var probing = new Probe(ollama, null, Duration.ofMillis(1), failing);
    try (BackgroundTasks tasks = BackgroundTasks.withoutContainer()) {
      BackgroundTask task = tasks.task("probe", probing::step);
      task.start();
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(task.stop(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(probing.state().reachable()).isTrue();
  }

  private void assertUnreachable(String detail) {
    BackendState state = probe.state();
    assertThat(state.reachable()).isFalse();
    assertThat(state.detail()).isEqualTo(detail);
    assertThat(state.loaded()).isEmpty();
    assertThat(state.checkedAt()).isEqualTo(NOW);
  }
}
