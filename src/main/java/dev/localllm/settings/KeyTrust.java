package dev.localllm.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How API keys are recognised.
 *
 * @param peppers what keys are hashed with; new keys with the first, old ones with any; at least
 *     one where keys are in use
 * @param adminKey a key with all scopes that needs no database; null for none
 * @param refresh how often this replica looks for keys that another one has changed
 */
public record KeyTrust(List<Pepper> peppers, @Nullable Secret adminKey, Duration refresh) {

  public KeyTrust {
    peppers = List.copyOf(peppers);
  }

  /**
   * The secret part of a keyed hash, which is not in the database.
   *
   * @param id stored beside each hash, to tell which pepper made it
   */
  public record Pepper(String id, Secret secret) {}
}
