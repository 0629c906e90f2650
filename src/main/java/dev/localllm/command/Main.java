package dev.localllm.command;

import java.util.List;

/** Where the launcher begins a role that needs no server. */
final class Main {
  private Main() {}

  /** The first argument is the role, the others are its own. */
  public static void main(String[] arguments) {
    Warnings.only();
    List<String> all = List.of(arguments);
    String role = all.isEmpty() ? "" : all.getFirst();
    System.exit(Roles.run(role, all.stream().skip(1).toList(), Workplace.ofProcess()));
  }
}
