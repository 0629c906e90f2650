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
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Entries with as little and as much in them as there can be. */
final class Samples {

  private Samples() {}

  static UsageEntry bare(String id, Instant endedAt) {
    return new UsageEntry(
        id,
        "",
        endedAt,
        new Account("", "", "", ""),
        new Call(
            "ollama",
            "embed",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Usage.NONE,
        false,
        new Times(Duration.ZERO, Optional.empty(), Optional.empty(), Duration.ZERO),
        new Ending(404, Outcome.FAILED, Optional.empty()),
        BigDecimal.ZERO,
        "");
  }

  static UsageEntry owned(String id, Instant endedAt, String owner) {
    UsageEntry bare = bare(id, endedAt);
    return new UsageEntry(
        id,
        bare.requestId(),
        endedAt,
        new Account("key1", "", owner, ""),
        bare.call(),
        bare.usage(),
        bare.tokensEstimated(),
        bare.times(),
        bare.ending(),
        bare.cost(),
        bare.replica());
  }

  static UsageEntry full(String id, Instant endedAt) {
    return new UsageEntry(
        id,
        "é\"\\\n\u0000\uD800'; drop table usage_entry; --",
        endedAt,
        new Account("jwt:" + "x".repeat(500), "😀".repeat(300), "o'wner", "t\u2028eam"),
        new Call(
            "openai",
            "chat",
            true,
            Optional.of("m".repeat(10_000)),
            Optional.of("routed"),
            Optional.of("reported"),
            Optional.of("mini")),
        new Usage(Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
        true,
        new Times(
            Duration.ofDays(1),
            Optional.of(Duration.ofMillis(7)),
            Optional.of(Duration.ofNanos(8_999_999)),
            Duration.ofDays(40)),
        new Ending(499, Outcome.CANCELLED, Optional.of("client")),
        new BigDecimal("999999999.9999999994"),
        "replica");
  }

  static Days today(InstantSource clock) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new Days(day, day);
  }
}
