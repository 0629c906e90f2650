package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelLabelsTest {

  private final ModelLabels labels = new ModelLabels(2);

  @Test
  void aModelThatAnsweredHasItsOwnLabel() {
    assertThat(labels.of(Settlements.completed("a"))).isEqualTo("a:latest");
  }

  @Test
  void aNameThatNoBackendAnsweredForHasNone() {
    assertThat(labels.of(Settlements.refused("a"))).isEqualTo("other");
    assertThat(labels.of(Settlements.turnedAway())).isEqualTo("other");
  }

  @Test
  void aKnownModelKeepsItsLabelWhenItFails() {
    labels.of(Settlements.completed("a"));
    assertThat(labels.of(Settlements.refused("a"))).isEqualTo("a:latest");
  }

  @Test
  void thereAreOnlySoManyLabels() {
    labels.of(Settlements.completed("a"));
    labels.of(Settlements.completed("b"));
    assertThat(labels.of(Settlements.completed("c"))).isEqualTo("other");
    assertThat(labels.of(Settlements.completed("b"))).isEqualTo("b:latest");
  }
}
