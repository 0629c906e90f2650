package dev.localllm.settings;

import dev.localllm.settings.Lookup.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A secret that is given as the path of the file that holds it, as container hosts do (CFG-9). */
final class SecretFile {
  private SecretFile() {}

  /** The content without the line break at its end; empty, and a problem, when unreadable. */
  static Optional<Given> read(Given path, List<Problem> problems) {
    try {
      String content = Files.readString(Path.of(path.text())).replaceFirst("\\R\\z", "");
      return Optional.of(new Given(path.name(), content, path.source()));
    } catch (IOException | InvalidPathException e) {
      problems.add(
          new Problem(path.name(), path.text(), path.source(), "must be a readable text file"));
      return Optional.empty();
    }
  }
}
