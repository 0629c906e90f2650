package dev.localllm.backend;

import java.time.Instant;
import java.util.Set;

/**
 * What the last probe of a backend found.
 *
 * @param reachable whether it answered
 * @param version its version, empty while unknown
 * @param loaded names of the models in its memory
 * @param detail why it is not reachable, in words without addresses or secrets; empty when it is
 * @param checkedAt when it was probed; {@link Instant#EPOCH} when it never was
 */
public record BackendState(
    boolean reachable, String version, Set<String> loaded, String detail, Instant checkedAt) {

  /** Before the first probe. */
  public static final BackendState UNKNOWN =
      new BackendState(false, "", Set.of(), "not probed yet", Instant.EPOCH);

  public BackendState {
    loaded = Set.copyOf(loaded);
  }

  /** Whether {@code model}, with or without the tag {@code latest}, was in memory. */
  public boolean hasLoaded(String model) {
    return loaded.contains(model) || loaded.contains(model + ":latest");
  }
}
