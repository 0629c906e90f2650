package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-3: which file is read, and from where. */
class EnvFileSourceTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"local", "staging", "production"})
  void theFileOfTheEnvironmentIsRead(String environment) throws IOException {
    write(".env." + environment, "GIT_SHA=abc");
    EnvFileSource source = source(Map.of("APP_ENV", environment));
    assertThat(source.getValue("GIT_SHA")).isEqualTo("abc");
    assertThat(source.getPropertyNames()).containsExactly("GIT_SHA");
    assertThat(source.getName()).isEqualTo(".env." + environment);
    assertThat(source.getOrdinal()).isEqualTo(250);
  }

  @Test
  void withoutAnEnvironmentItIsLocal() throws IOException {
    write(".env.local", "GIT_SHA=abc");
    assertThat(source(Map.of()).getValue("GIT_SHA")).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "prod", "../x", ""})
  void inCiAndInUnknownEnvironmentsNoFileIsRead(String environment) throws IOException {
    Files.createDirectories(home.resolve(".env..."));
    write(".env." + environment.replace("../x", "ci"), "nonsense");
    EnvFileSource source = source(Map.of("APP_ENV", environment));
    assertThat(source.getPropertyNames()).isEmpty();
    assertThat(source.problems()).isEmpty();
  }

  @Test
  void theFileMayBeMissing() {
    assertThat(source(Map.of()).problems()).isEmpty();
  }

  @Test
  void theFolderMayBeGiven() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    write("conf/.env.local", "GIT_SHA=abc");
    assertThat(source(Map.of("ENV_DIR", "conf")).getValue("GIT_SHA")).isEqualTo("abc");
    assertThat(source(Map.of("ENV_DIR", home + "/conf")).getValue("GIT_SHA")).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "file"})
  void aFolderThatIsGivenMustExist(String folder) throws IOException {
    write("file", "");
    assertThat(source(Map.of("ENV_DIR", folder)).problems())
        .extracting(Problem::toString)
        .containsExactly("ENV_DIR=\"" + folder + "\" (environment): must be an existing folder");
  }

  @Test
  void anUnreadableFileIsAProblem() throws IOException {
    Files.createDirectory(home.resolve(".env.local"));
    Files.write(home.resolve(".env.staging"), new byte[] {(byte) 0xC3, 0x28});
    for (String environment : new String[] {"local", "staging"}) {
      assertThat(source(Map.of("APP_ENV", environment)).problems())
          .extracting(Problem::toString)
          .containsExactly(
              ".env." + environment + " (file): must be a readable text file in UTF-8");
    }
  }

  @Test
  void problemsInTheFileAreKept() throws IOException {
    write(".env.local", "nonsense");
    assertThat(source(Map.of()).problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/opt/gateway/wlp, /opt/gateway",
    "/opt/gateway/wlp/, /opt/gateway",
    "/home/me/project/target/liberty/wlp/, /home/me/project",
    "/, /",
  })
  void theFilesLieBesideTheServerOrInTheCheckout(String server, Path folder) {
    assertThat(EnvFileSource.home(server)).isEqualTo(folder);
  }

  @Test
  void withoutAServerTheFilesLieInTheWorkingFolder() {
    assertThat(EnvFileSource.home("")).isEqualTo(Path.of("").toAbsolutePath());
  }

  @Test
  void microProfileConfigFindsTheSources() {
    assertThat(ServiceLoader.load(ConfigSource.class))
        .extracting(Object::getClass)
        .contains(EnvFileSource.class, FaultToleranceSource.class);
  }

  private EnvFileSource source(Map<String, String> process) {
    return new EnvFileSource(process::get, home);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
  }
}
