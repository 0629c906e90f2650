package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

/** CFG-3: a process without a server reads what the server would. */
class ProcessSettingsTest {

  @Test
  void theSourcesAreThoseOfMicroProfileConfig() {
    assertThat(ProcessSettings.given())
        .extracting(ConfigSource::getOrdinal)
        .containsExactly(400, 300, 250);
  }

  @Test
  void whatIsShippedIsReadToo() {
    Settings settings = ProcessSettings.read();
    assertThat(settings.server().environment()).isEqualTo("local");
    assertThat(settings.server().version()).isNotEqualTo("@project.version@").contains(".");
  }
}
