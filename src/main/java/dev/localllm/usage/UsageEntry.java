package dev.localllm.usage;

import dev.localllm.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One inference request, as the ledger keeps it. Texts that come from clients may be anything: what
 * the database could not hold is cut off or replaced here. Immutable.
 *
 * @param id unique for ever, 1 to 40 characters; see {@link Ledger#nextId}
 * @param requestId as the client was told
 * @param endedAt when the request was over; kept in milliseconds
 * @param account who pays
 * @param call what was asked, and of whom
 * @param usage tokens
 * @param tokensEstimated whether the gateway counted them, because the backend did not
 * @param times how long it took
 * @param ending how it ended
 * @param cost by the price table of that moment, at least 0; kept with 9 decimals
 * @param replica name of the process that served it
 */
public record UsageEntry(
    String id,
    String requestId,
    Instant endedAt,
    Account account,
    Call call,
    Usage usage,
    boolean tokensEstimated,
    Times times,
    Ending ending,
    BigDecimal cost,
    String replica) {

  /** Decimals of a cost. */
  static final int SCALE = 9;

  public UsageEntry {
    if (id.isEmpty() || id.length() > 40) {
      throw new IllegalArgumentException("an id has 1 to 40 characters");
    }
    requestId = Text.fit(requestId, 128);
    endedAt = endedAt.truncatedTo(ChronoUnit.MILLIS);
    cost = cost.setScale(SCALE, RoundingMode.HALF_UP);
    replica = Text.fit(replica, 60);
  }

  /**
   * Who pays.
   *
   * @param keyId the caller's id: of an API key, {@code jwt:…} or {@code address:…}
   * @param keyName the same for people
   * @param owner empty if not known
   * @param team empty if not known
   */
  public record Account(String keyId, String keyName, String owner, String team) {
    public Account {
      keyId = Text.fit(keyId, 200);
      keyName = Text.fit(keyName, 200);
      owner = Text.fit(owner, 200);
      team = Text.fit(team, 200);
    }
  }

  /**
   * What was asked, and of whom.
   *
   * @param dialect label of the client's dialect
   * @param operation {@code chat}, {@code generate}, {@code embed} and the like
   * @param streamed whether the client asked for a stream
   * @param requestedModel as the client named it; empty when it named none
   * @param routedModel as the backend was asked; empty when the request did not get that far
   * @param reportedModel as the backend named it; empty when it told none
   * @param backend name of the backend; empty when the request did not get that far
   */
  public record Call(
      String dialect,
      String operation,
      boolean streamed,
      Optional<String> requestedModel,
      Optional<String> routedModel,
      Optional<String> reportedModel,
      Optional<String> backend) {
    public Call {
      dialect = Text.fit(dialect, 20);
      operation = Text.fit(operation, 20);
      requestedModel = Text.fit(requestedModel, 300);
      routedModel = Text.fit(routedModel, 300);
      reportedModel = Text.fit(reportedModel, 300);
      backend = Text.fit(backend, 100);
    }
  }

  /**
   * How long it took; kept in milliseconds.
   *
   * @param queued waiting for a place at a backend
   * @param load while the backend loaded the model; empty if not known
   * @param firstByte from the arrival to the first byte of the answer; empty when there was none
   * @param total from the arrival to the end
   */
  public record Times(
      Duration queued, Optional<Duration> load, Optional<Duration> firstByte, Duration total) {
    public Times {
      queued = queued.truncatedTo(ChronoUnit.MILLIS);
      load = load.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
      firstByte = firstByte.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
      total = total.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * How it ended.
   *
   * @param status HTTP status of the answer, whether or not the client was still there to see it
   * @param outcome in one word
   * @param cancelledBy {@code client}, {@code gateway} and the like; empty unless cancelled
   */
  public record Ending(int status, Outcome outcome, Optional<String> cancelledBy) {
    public Ending {
      cancelledBy = Text.fit(cancelledBy, 20);
    }
  }

  /** How a request ended, in one word. */
  public enum Outcome {
    /** The client has the whole answer. */
    COMPLETED,
    /** The client was told an error. */
    FAILED,
    /** Somebody ended it early. */
    CANCELLED
  }

  /** The day to which it counts (UTC). */
  LocalDate day() {
    return LocalDate.ofInstant(endedAt, ZoneOffset.UTC);
  }
}
