package dev.localllm.backend;

import java.util.List;

/**
 * All backends there are, in the order of the configuration.
 *
 * @param backends at least one
 */
public record Fleet(List<Backend> backends) {
  public Fleet {
    backends = List.copyOf(backends);
  }
}
