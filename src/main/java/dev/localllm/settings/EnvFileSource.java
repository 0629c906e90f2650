package dev.localllm.settings;

import dev.localllm.settings.Environment.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .env.{APP_ENV}} as a source of MicroProfile Config, below the environment and
 * above what is shipped (CFG-3). Its problems wait for {@link SettingsReader}: a source that throws
 * would hide those of the others.
 */
public final class EnvFileSource implements ConfigSource {
  private static final Path CHECKOUT = Path.of("target", "liberty", "wlp");

  private final String name;
  private final Map<String, String> values;
  private final List<Problem> problems = new ArrayList<>();

  /** Reads the file that the environment of the process points to. For the service loader. */
  public EnvFileSource() {
    this(EnvFileSource::ofProcess, home());
  }

  EnvFileSource(Function<String, @Nullable String> process, Path home) {
    String environment = Objects.requireNonNullElse(process.apply("APP_ENV"), "local").strip();
    name = ".env." + environment;
    EnvFile file =
        Environment.named(environment).filter(each -> each.has(Trait.ENV_FILE)).isPresent()
            ? read(Objects.requireNonNullElse(process.apply("ENV_DIR"), ""), home)
            : EnvFile.parse(name, "");
    values = Map.copyOf(file.values());
    problems.addAll(file.problems());
  }

  /** Where the relative paths of this process's settings start. */
  static Path home() {
    return home(System.getProperty("wlp.install.dir", ""));
  }

  /** The folder that holds the server, or the root of the checkout that it was built in. */
  static Path home(String server) {
    Path wlp = Path.of(server).toAbsolutePath().normalize();
    if (server.isEmpty()) {
      return wlp;
    }
    Path folder = Objects.requireNonNullElse(wlp.getParent(), wlp);
    return wlp.endsWith(CHECKOUT) ? folder.resolve("../..").normalize() : folder;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getOrdinal() {
    return 250;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String key) {
    return values.get(key);
  }

  private EnvFile read(String given, Path home) {
    String text = "";
    try {
      Path folder = home.resolve(given);
      if (Files.isDirectory(folder)) {
        text = Files.readString(folder.resolve(name));
      } else {
        problems.add(new Problem("ENV_DIR", given, "environment", "must be an existing folder"));
      }
    } catch (NoSuchFileException e) {
      return EnvFile.parse(name, "");
    } catch (IOException | InvalidPathException e) {
      problems.add(new Problem(name, null, "file", "must be a readable text file in UTF-8"));
    }
    return EnvFile.parse(name, text);
  }

  private static @Nullable String ofProcess(String key) {
    return System.getProperty(key, System.getenv(key));
  }
}
