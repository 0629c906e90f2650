package dev.localllm.settings;

import java.util.Arrays;
import java.util.Optional;

/** What a process of the product does; a key with its prefix is for that role alone (CFG-4). */
enum Role {
  API,
  WORKER,
  SCHEDULER,
  WEB;

  /** The name of {@code key} for this role only. */
  String own(String key) {
    return prefix() + key;
  }

  /** The role whose prefix {@code name} has. */
  static Optional<Role> of(String name) {
    return Arrays.stream(values()).filter(role -> name.startsWith(role.prefix())).findFirst();
  }

  /** {@code name} without the prefix of a role. */
  static String withoutPrefix(String name) {
    return of(name).map(role -> name.substring(role.prefix().length())).orElse(name);
  }

  private String prefix() {
    return name() + "__";
  }
}
