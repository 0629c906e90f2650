package dev.localllm.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A gateway as an operator starts it: a process, its environment, its output. Thread-safe. */
final class GatewayProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT");

  private final Process process;
  private final int port;
  private final Path folder;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private GatewayProcess(Map<String, String> settings, Path home) throws IOException {
    port = freePort();
    folder = home;
    ProcessBuilder builder = new ProcessBuilder(Distribution.runCommand());
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment());
    builder.environment().putAll(settings);
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    reader = Thread.ofVirtual().start(this::collect);
  }

  /** Starts another one, after this one's end, with what it has left in its folder. */
  GatewayProcess again(Map<String, String> settings) {
    try {
      process.onExit().join();
      GatewayProcess next = new GatewayProcess(settings, folder);
      next.awaitStarted();
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one and does not wait; {@code settings} are environment variables. */
  static GatewayProcess launch(Map<String, String> settings) {
    try {
      Path folder = Distribution.work().resolve("gateway-" + COUNT.incrementAndGet());
      Distribution.delete(folder);
      Files.createDirectories(folder);
      return new GatewayProcess(settings, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one and waits until it answers. */
  static GatewayProcess start(Map<String, String> settings) {
    GatewayProcess gateway = launch(settings);
    gateway.awaitStarted();
    return gateway;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Its working directory, where it looks for {@code .env} files. */
  Path folder() {
    return folder;
  }

  /** Everything it has printed so far. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for a line of output; fails with all the output when none comes. */
  String awaitLine(Predicate<String> wanted, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (lines) {
      for (int i = 0; ; ) {
        for (; i < lines.size(); i++) {
          if (wanted.test(lines.get(i))) {
            return lines.get(i);
          }
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("no such line in:\n" + String.join("\n", lines));
        }
        try {
          lines.wait(left / 1_000_000 + 1);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Asks it to stop, as {@code docker stop} does. */
  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  boolean running() {
    return process.isAlive();
  }

  /** Waits for its end; fails when it goes on. */
  int exitCode(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running:\n" + String.join("\n", lines()));
      }
      reader.join(Duration.ofSeconds(5));
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    terminate();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    environment.put("HTTP_PORT", String.valueOf(port));
    environment.put("APP_ENV", "local");
    environment.put("DATA_DIR", folder.resolve("data").toString());
    String agent = System.getProperty("it.jacoco", "");
    if (agent.startsWith("-javaagent")) {
      environment.put("JVM_ARGS", agent);
    }
    return environment;
  }

  private void awaitStarted() {
    long deadline = System.nanoTime() + START.toNanos();
    try {
      while (!answers()) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new AssertionError("it did not start:\n" + String.join("\n", lines()));
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try {
      URI started = url().resolve("/ready");
      HttpURLConnection probe = (HttpURLConnection) started.toURL().openConnection();
      probe.setConnectTimeout(1000);
      probe.setReadTimeout(5000);
      return probe.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void collect() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException closedAtItsEnd) {
      return;
    }
  }
}
