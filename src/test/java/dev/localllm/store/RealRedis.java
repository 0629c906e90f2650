package dev.localllm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.Secret;
import dev.localllm.settings.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A real Redis server of its own, empty, which can be stopped, started and hung. */
public final class RealRedis implements AutoCloseable {
  private final int port;
  private final String password;
  private final BackgroundTasks tasks = BackgroundTasks.withoutContainer();
  private @Nullable RedisServer server;

  public RealRedis() {
    this("");
  }

  /** One that wants a password, unless it is empty. */
  public RealRedis(String password) {
    this.password = password;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  public void start() {
    try {
      var builder = RedisServer.newRedisServer().port(port).setting("save \"\"");
      server = (password.isEmpty() ? builder : builder.setting("requirepass " + password)).build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it; what it knew is lost. */
  public void stop() {
    try {
      if (server != null) {
        server.stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings that lead to it. */
  public Storage storage() {
    return storage(
        "redis://" + (password.isEmpty() ? "" : ":" + password + "@") + "127.0.0.1:" + port);
  }

  /** Settings that lead to that Redis. */
  public static Storage storage(@Nullable String url) {
    return new Storage(
        new DatabaseAddress("jdbc:h2:mem:none", "sa", null),
        1,
        Duration.ofSeconds(2),
        true,
        url == null ? null : new Secret(url),
        Path.of("target/test-data").toAbsolutePath());
  }

  /** A cache that is connected to it, until this is closed. */
  public Cache cache() {
    Cache cache = new Cache(storage());
    tasks.task("cache", cache::step).start();
    await(cache::answers);
    return cache;
  }

  /** Runs a command that has neither spaces nor line ends in its words; lines of its answer. */
  public List<String> command(String words) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write((words + "\r\nQUIT\r\n").getBytes(UTF_8));
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many scripts were run since {@code CONFIG RESETSTAT}. */
  public long scriptsRun() {
    return command("INFO commandstats").stream()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
        .sum();
  }

  /** Waits until it is so, ten seconds at most. */
  public static void await(BooleanSupplier so) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not become so");
      }
      Thread.onSpinWait();
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    tasks.close();
    stop();
  }
}
