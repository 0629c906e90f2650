package dev.localllm.store;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** A name for this process: the machine's, for people, and something that no other process has. */
public final class ReplicaName {
  /** The name, at most 53 characters; another one after each start. */
  public static final String THIS = of(machine(), UUID.randomUUID());

  private static final int MACHINE = 40;
  private static final int UNIQUE = 12;

  private ReplicaName() {}

  static String of(String machine, UUID unique) {
    String name = machine.replaceAll("[^A-Za-z0-9.-]", "");
    return (name.isEmpty() ? "replica" : name.substring(0, Math.min(MACHINE, name.length())))
        + "-"
        + unique.toString().replace("-", "").substring(0, UNIQUE);
  }

  private static String machine() {
    return Stream.of("HOSTNAME", "COMPUTERNAME")
        .map(System::getenv)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }
}
