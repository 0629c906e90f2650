package dev.localllm.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the build ships, unpacked once for this JVM. */
final class Distribution {

  private static final Path WORK = Path.of(property("it.work")).toAbsolutePath();
  private static final Path HOME = unpack();

  private Distribution() {}

  /** Where tests keep their files. */
  static Path work() {
    return WORK;
  }

  /** The command that runs the server in the foreground. */
  static List<String> runCommand() {
    return List.of(launcher());
  }

  /** The program that starts the role named by {@code ROLE}. */
  static String launcher() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String script = windows ? "local-llm-server.bat" : "local-llm-server";
    return HOME.resolve("bin").resolve(script).toString();
  }

  private static Path unpack() {
    Path home = WORK.resolve("distribution");
    try (ZipFile zip = new ZipFile(property("it.zip"))) {
      delete(home);
      for (ZipEntry entry : zip.stream().toList()) {
        Path target = home.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
          if (target.getParent().endsWith("bin")) {
            target.toFile().setExecutable(true);
          }
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with all that is in it, if there is one. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("start these tests with Maven: " + name + " is not set");
    }
    return value;
  }
}
