package dev.localllm.command;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    sortOptions = false,
    description = {
      "Makes a gateway on this machine fast before it gets traffic: sends it chat requests, streamed"
          + " and not, in each dialect.",
      "The credential is what the file named by SMOKE_TOKEN_FILE holds; none without it.",
      "Exit code 0: every request was answered well, 1: some were not."
    })
final class WarmupCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:${env:HTTP_PORT:-8000}",
      description = "The gateway, on this machine (${DEFAULT-VALUE}).")
  private URI url = URI.create("");

  @Option(
      names = "--for",
      defaultValue = "20s",
      converter = Expiry.Span.class,
      description = "How long, less than an hour (${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--clients",
      defaultValue = "8",
      description = "How many requests at a time, 1 to 64 (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--requests",
      defaultValue = "1000000",
      description = "How many requests at most (${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--model",
      defaultValue = "sample",
      description = "Which model to ask (${DEFAULT-VALUE}, which is built in).")
  private String model = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  WarmupCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws InterruptedException {
    require(isLocal(url), "--url must be http://127.0.0.1:PORT or another address of this machine");
    require(clients >= 1 && clients <= 64, "--clients must be a whole number from 1 to 64");
    require(requests >= 1, "--requests must be 1 or more");
    require(duration.toHours() < 1, "--for must be less than 1h");
    WarmupLoad.Result result =
        new WarmupLoad(url, model, SmokeToken.read(), requests).run(clients, duration);
    workplace
        .out()
        .println(
            "%d requests answered in %.1f s by %d clients, %d not"
                .formatted(result.answered(), result.seconds(), clients, result.failed()));
    if (result.failed() > 0) {
      workplace.errors().println(result.firstFailure());
    }
    return result.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void require(boolean holds, String complaint) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), complaint);
    }
  }

  /** Load is never sent anywhere else. */
  private static boolean isLocal(URI url) {
    try {
      return "http".equalsIgnoreCase(url.getScheme())
          && url.getHost() != null
          && InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
