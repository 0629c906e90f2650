package dev.localllm.command;

import dev.localllm.access.KeyConflict;
import dev.localllm.chat.GatewayException;
import dev.localllm.settings.InvalidSettings;
import dev.localllm.store.IncompatibleSchema;
import dev.localllm.store.StoreUnavailable;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Words for whatever keeps a command from doing what it was asked. */
final class Failures implements IExecutionExceptionHandler {
  /** {@code EX_CONFIG} of sysexits.h, as the server has it. */
  private static final int MISCONFIGURED = 78;

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed)
      throws Exception {
    int code =
        switch (failure) {
          case InvalidSettings _ -> MISCONFIGURED;
          case GatewayException _ -> ExitCode.USAGE;
          case StoreUnavailable _,
              IncompatibleSchema _,
              JdbiException _,
              KeyConflict _,
              UncheckedIOException _ ->
              ExitCode.SOFTWARE;
          default -> throw failure;
        };
    // the message of the library holds the statement
    String message =
        failure instanceof JdbiException ? "the database refuses" : failure.getMessage();
    line.getErr().println(message + reason(failure));
    return code;
  }

  /** The database's own words, which have no password. */
  private static String reason(Throwable failure) {
    String reason = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        reason = ": " + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      }
    }
    return reason;
  }
}
