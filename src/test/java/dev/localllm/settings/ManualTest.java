package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.GeneratedFile;
import dev.localllm.settings.Key.Trait;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** CFG-11: the manuals say what the code does. */
class ManualTest {
  private static final Path REFERENCE = Path.of("docs/configuration.md");
  private static final Path EXAMPLE = Path.of(".env.example");
  private static final Path PROPERTIES =
      Path.of("src/main/resources/META-INF/microprofile-config.properties");
  private static final Pattern TABLES =
      Pattern.compile("(?s)(?<=<!-- keys -->\n).*(?=<!-- end of keys -->)");

  @Test
  void theReferenceListsEveryKey() throws IOException {
    Matcher tables = TABLES.matcher(Files.readString(REFERENCE));
    assertThat(tables.find()).isTrue();
    GeneratedFile.check(
        REFERENCE,
        tables.replaceFirst(Matcher.quoteReplacement(Manual.tables())),
        ManualTest.class);
  }

  @Test
  void theExampleListsEveryKey() throws IOException {
    GeneratedFile.check(EXAMPLE, Manual.example(), ManualTest.class);
  }

  @Test
  void thePropertiesListEveryKey() throws IOException {
    GeneratedFile.check(PROPERTIES, Manual.properties(), ManualTest.class);
  }

  @Test
  void theExampleIsAccepted_withEveryLineSwitchedOnThatMayBeInAFile() throws IOException {
    String text =
        Files.readString(EXAMPLE)
            .lines()
            .filter(line -> line.matches("#[A-Z_]+=.*"))
            .map(line -> line.substring(1))
            .filter(line -> !KnownNames.ofProcess(line.substring(0, line.indexOf('='))))
            .collect(Collectors.joining("\n"));
    EnvFile file = EnvFile.parse(".env.local", text);
    assertThat(file.problems()).isEmpty();
    assertThat(file.values()).hasSize((int) KnownNames.KEYS.stream().filter(this::inFile).count());
  }

  @Test
  void thePropertiesHoldTheDefaultsOfLocal() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(PROPERTIES)) {
      properties.load(reader);
    }
    Map<String, String> defaults =
        KnownNames.KEYS.stream()
            .filter(key -> key.localDefault() != null)
            .collect(Collectors.toMap(Key::name, Key::localDefault));
    assertThat(properties).isEqualTo(defaults);
  }

  private boolean inFile(Key<?> key) {
    return !key.is(Trait.PROCESS);
  }
}
