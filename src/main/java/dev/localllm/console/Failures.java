package dev.localllm.console;

import dev.localllm.access.KeyConflict;
import dev.localllm.api.Problem;
import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** What went wrong, as callers are told. */
final class Failures {
  private static final Logger LOG = System.getLogger(Failures.class.getName());
  private static final Duration SOON = Duration.ofSeconds(5);

  private Failures() {}

  /** The problem behind {@code failure}; what callers are not told is logged. */
  static Problem problem(RuntimeException failure, String requestId) {
    return switch (failure) {
      case Refusal refusal -> refusal.problem();
      case KeyConflict conflict -> conflict(conflict);
      case StoreUnavailable e -> away(e, requestId);
      case IncompatibleSchema e -> away(e, requestId);
      case JdbiException e -> away(e, requestId);
      default -> {
        LOG.log(Level.ERROR, () -> "request " + requestId + " failed", failure);
        yield Problem.plain(
            500, "internal error; the request id leads to the details in the gateway's log");
      }
    };
  }

  private static Problem conflict(KeyConflict conflict) {
    String detail = Objects.requireNonNullElse(conflict.getMessage(), "");
    return switch (conflict.reason()) {
      case UNKNOWN -> Problem.plain(404, detail);
      case CHANGED -> Problem.plain(412, detail);
      case NAME_TAKEN -> conflict("/problems/name-taken", "The name is taken", detail);
      case REVOKED -> conflict("/problems/key-revoked", "The key is revoked", detail);
    };
  }

  private static Problem conflict(String type, String title, String detail) {
    return new Problem(409, type, title, detail, List.of(), Optional.empty());
  }

  private static Problem away(RuntimeException failure, String requestId) {
    LOG.log(Level.ERROR, () -> "request " + requestId + " found no database", failure);
    return new Problem(
        503,
        "/problems/database-away",
        "The database is away",
        "the database does not answer; requests for models do not need it",
        List.of(),
        Optional.of(SOON));
  }
}
