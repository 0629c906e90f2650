package dev.localllm.usage;

import dev.localllm.chat.Usage;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Outcome;
import dev.localllm.usage.UsageEntry.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Entries to test with. */
final class Entries {

  private Entries() {}

  /** An ordinary one, which costs a thousandth. */
  static UsageEntry entry(String id, Instant endedAt) {
    return priced(id, endedAt, new BigDecimal("0.001"));
  }

  static UsageEntry priced(String id, Instant endedAt, BigDecimal cost) {
    return new UsageEntry(
        id,
        "request-" + id,
        endedAt,
        new Account("key1", "Key One", "alice", "red"),
        new Call(
            "openai",
            "chat",
            true,
            Optional.of("llama3.2"),
            Optional.of("llama3.2:latest"),
            Optional.of("llama3.2:3b"),
            Optional.of("mini")),
        new Usage(20, 5, 10),
        false,
        new Times(
            Duration.ofMillis(1),
            Optional.empty(),
            Optional.of(Duration.ofMillis(80)),
            Duration.ofMillis(1200)),
        new Ending(200, Outcome.COMPLETED, Optional.empty()),
        cost,
        "replica-1");
  }

  /** {@code count} of them, a millisecond apart, with ids from {@code first} on. */
  static List<UsageEntry> some(int first, int count, Instant endedAt) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> entry("%08d".formatted(i), endedAt.plusMillis(i - first)))
        .toList();
  }
}
