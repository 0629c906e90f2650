package dev.localllm.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings have problems; the message lists every one of them, ready to be printed (CFG-5). */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidSettings(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(
                Collectors.joining(
                    "",
                    "The settings have %d problem%s; docs/configuration.md tells every key."
                        .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
                    "")));
  }
}
