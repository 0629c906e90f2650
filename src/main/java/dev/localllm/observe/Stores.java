package dev.localllm.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** How the database and the cache are, as the last look at them found. Does not block. */
final class Stores {

  private final List<Part> parts;

  /**
   * One of them.
   *
   * @param up whether it answers
   * @param usable whether requests can be served with it as it is. Once keys have been read, that
   *     goes on while the database is away: to take every replica out of service then would turn
   *     its outage into ours.
   */
  record Part(String name, BooleanSupplier up, BooleanSupplier usable) {}

  Stores(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Whether all of them answer: the moment for a deployment to go on. */
  boolean up() {
    return parts.stream().allMatch(part -> part.up().getAsBoolean());
  }

  /** Whether requests can be served. */
  boolean usable() {
    return parts.stream().allMatch(part -> part.usable().getAsBoolean());
  }

  /** Which of them answer. */
  Map<String, Boolean> facts() {
    Map<String, Boolean> facts = new TreeMap<>();
    parts.forEach(part -> facts.put(part.name(), part.up().getAsBoolean()));
    return facts;
  }
}
