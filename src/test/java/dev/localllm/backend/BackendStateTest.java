package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendStateTest {

  @Test
  void aModelIsLoadedWithAndWithoutTheTagLatest() {
    BackendState state = loaded("llama:latest", "mistral:7b");
    assertThat(state.hasLoaded("llama")).isTrue();
    assertThat(state.hasLoaded("llama:latest")).isTrue();
    assertThat(state.hasLoaded("mistral:7b")).isTrue();
  }

  @Test
  void anotherTagIsAnotherModel() {
    BackendState state = loaded("llama:latest", "mistral:7b");
    assertThat(state.hasLoaded("mistral")).isFalse();
    assertThat(state.hasLoaded("llama:7b")).isFalse();
    assertThat(state.hasLoaded("")).isFalse();
  }

  @Test
  void nothingIsKnownBeforeTheFirstProbe() {
    assertThat(BackendState.UNKNOWN.reachable()).isFalse();
    assertThat(BackendState.UNKNOWN.checkedAt()).isEqualTo(Instant.EPOCH);
    assertThat(BackendState.UNKNOWN.detail()).isNotBlank();
  }

  @Test
  void itDoesNotChangeWithTheSetItWasMadeFrom() {
    Set<String> names = new HashSet<>(Set.of("llama:latest"));
    var state = new BackendState(true, "", names, "", Instant.EPOCH);
    names.clear();
    assertThat(state.hasLoaded("llama")).isTrue();
    assertThatThrownBy(() -> state.loaded().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static BackendState loaded(String... names) {
    return new BackendState(true, "0.34.2", Set.of(names), "", Instant.EPOCH);
  }
}
