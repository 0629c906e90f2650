package dev.localllm.audit;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Names of chains: the machine's, for people, and something that no other process has. */
final class ChainNames {
  private static final int MACHINE = 40;
  private static final int UNIQUE = 12;

  private ChainNames() {}

  static String next() {
    String machine =
        Stream.of("HOSTNAME", "COMPUTERNAME")
            .map(System::getenv)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    return of(machine, UUID.randomUUID());
  }

  static String of(String machine, UUID unique) {
    String name = machine.replaceAll("[^A-Za-z0-9.-]", "");
    return (name.isEmpty() ? "replica" : name.substring(0, Math.min(MACHINE, name.length())))
        + "-"
        + unique.toString().replace("-", "").substring(0, UNIQUE);
  }
}
