package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CFG-9: what is in force, where it comes from, and no secret. */
class EffectiveSettingsTest {

  @Test
  void everyKeyIsThereOnce() {
    assertThat(of(Map.of()).all())
        .extracting(EffectiveSetting::name)
        .containsExactlyElementsOf(KnownNames.KEYS.stream().map(Key::name).toList());
  }

  @Test
  void whatNobodyGaveIsTheDefaultOfTheEnvironment() {
    assertThat(find(of(Map.of()), "LOG_FORMAT"))
        .isEqualTo(new EffectiveSetting("LOG_FORMAT", "Runtime", "text", "default", "LOG_FORMAT"));
    assertThat(find(of(Map.of("APP_ENV", "ci")), "LOG_FORMAT").value()).isEqualTo("json");
    assertThat(find(of(Map.of()), "JWT_ISSUER").value()).isNull();
  }

  @Test
  void whatWasGivenSaysWhereAndByWhichName() {
    ConfigSource file = new MapSource(".env.local", 250, Map.of("RATE_LIMIT_RPM", "7"));
    EffectiveSettings settings =
        EffectiveSettings.of(
            List.of(file, Reading.environment(Map.of("API__MODEL_NAME", " llama "))));
    assertThat(find(settings, "RATE_LIMIT_RPM"))
        .extracting(EffectiveSetting::value, EffectiveSetting::source)
        .containsExactly("7", ".env.local");
    assertThat(find(settings, "MODEL_NAME"))
        .extracting(EffectiveSetting::value, EffectiveSetting::source, EffectiveSetting::givenAs)
        .containsExactly("llama", "environment", "API__MODEL_NAME");
  }

  @Test
  void secretsAreNotShown(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "llm_" + "fromfile".repeat(4));
    EffectiveSettings settings =
        of(
            Map.of(
                "ADMIN_KEY_FILE",
                file.toString(),
                "KEY_PEPPERS",
                "p:donotshowmedonotshow",
                "DATABASE_URL",
                "postgresql://user:donotshowme@db/x",
                "OLLAMA_API_KEY",
                "donotshowme"));
    assertThat(settings.toString()).doesNotContain("donotshowme", "fromfile");
    assertThat(find(settings, "ADMIN_KEY"))
        .extracting(EffectiveSetting::value, EffectiveSetting::givenAs)
        .containsExactly("[REDACTED]", "ADMIN_KEY_FILE");
    assertThat(find(settings, "DATABASE_URL").value()).isEqualTo("[REDACTED]");
    assertThat(find(of(Map.of()), "KEY_PEPPERS").value()).isEqualTo("[REDACTED]");
    assertThat(find(of(Map.of()), "ADMIN_KEY").value()).isNull();
  }

  private static EffectiveSettings of(Map<String, String> environment) {
    return EffectiveSettings.of(List.of(Reading.environment(environment)));
  }

  private static EffectiveSetting find(EffectiveSettings settings, String name) {
    return settings.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
