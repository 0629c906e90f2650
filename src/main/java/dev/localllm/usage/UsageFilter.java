package dev.localllm.usage;

import java.util.Optional;

/**
 * Which requests count; what is empty does not matter. An empty text stands for requests that have
 * none, as in {@link Dimension}.
 *
 * @param keyId of the caller
 * @param owner of the caller
 * @param team of the caller
 * @param model as a backend was asked
 * @param backend its name
 */
public record UsageFilter(
    Optional<String> keyId,
    Optional<String> owner,
    Optional<String> team,
    Optional<String> model,
    Optional<String> backend) {

  /** Every request. */
  public static final UsageFilter ALL =
      new UsageFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
