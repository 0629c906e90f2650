package dev.localllm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplicaNameTest {

  @Test
  void replicasAreNamedAfterTheMachine() {
    UUID unique = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    assertThat(ReplicaName.of("gw-1.example\n", unique)).isEqualTo("gw-1.example-0123456789ab");
    assertThat(ReplicaName.of("x".repeat(99), unique)).hasSize(53);
    assertThat(ReplicaName.of("", unique)).isEqualTo("replica-0123456789ab");
  }
}
