package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class SignalsTest {

  @Test
  void aSignalRunsTheActionUntilItIsGivenBack() throws Exception {
    var outer = new CountDownLatch(1);
    var inner = new CountDownLatch(1);
    try (var before = new Signals(List.of("USR2"), outer::countDown)) {
      assertThat(before).isNotNull();
      try (var signals = new Signals(List.of("USR2"), inner::countDown)) {
        assertThat(signals).isNotNull();
        raise();
        assertThat(inner.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(outer.getCount()).isEqualTo(1);
      }
      raise();
      assertThat(outer.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void raise() throws Exception {
    // the shell's own kill, since not every machine has one as a program
    String kill = "kill -USR2 " + ProcessHandle.current().pid();
    assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
  }
}
