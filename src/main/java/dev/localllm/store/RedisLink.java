package dev.localllm.store;

import dev.localllm.settings.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, made again by {@link #keep} rather than by the client, whose own
 * attempts come ever more seldom and which trusts a peer that has gone without a word.
 */
final class RedisLink implements AutoCloseable {
  /** What may wait for an answer; a further call fails. */
  private static final int MOST_CALLS = 20_000;

  private final Duration timeout;
  private final Collection<Script> scripts;
  private final RedisURI uri;
  private final RedisClient client;
  private final Complaint complaint = new Complaint();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;

  /** Throws IllegalArgumentException when the URL is none; the message may tell it. */
  RedisLink(Secret url, Duration timeout, Collection<Script> scripts) {
    this.timeout = timeout;
    this.scripts = scripts;
    uri = RedisURI.create(url.reveal());
    uri.setTimeout(timeout);
    uri.setClientName("local-llm-server");
    client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .requestQueueSize(MOST_CALLS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .build());
  }

  static StoreUnavailable notConnected() {
    return new StoreUnavailable("the cache cannot be reached", new IllegalStateException());
  }

  /** Looks whether the connection is alive, else makes a new one; blocks. */
  void keep() throws InterruptedException {
    var current = connection;
    if (current != null && current.isOpen() && answers(current)) {
      return;
    }
    connection = null;
    if (current != null) {
      drop(current);
    }
    try {
      connect();
    } catch (RuntimeException e) {
      // whatever it is, the next look may do better
      complaint.about(e);
    }
  }

  boolean answers() {
    var current = connection;
    try {
      return current != null && current.isOpen() && answers(current);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  CompletableFuture<List<Long>> call(Script script, List<String> keys, String... arguments) {
    var current = connection;
    if (current == null) {
      return CompletableFuture.failedFuture(notConnected());
    }
    String[] names = keys.toArray(String[]::new);
    try {
      RedisAsyncCommands<String, String> redis = current.async();
      return redis
          .<List<Long>>evalsha(script.digest(), ScriptOutputType.MULTI, names, arguments)
          .exceptionallyCompose(failure ->
              failure instanceof RedisNoScriptException
                  ? redis.eval(script.text(), ScriptOutputType.MULTI, names, arguments)
                  : CompletableFuture.failedFuture(failure))
          .toCompletableFuture();
    } catch (RuntimeException e) {
      // a client that is being closed throws whatever it meets
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Tells scripts to the server that is connected, if one is. */
  void teach(Collection<Script> more) {
    var current = connection;
    if (current != null) {
      teach(current, more);
    }
  }

  /** Does not wait: the thread that closes it has often been interrupted. */
  @Override
  public void close() {
    connection = null;
    var _ = client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS);
  }

  private void connect() throws InterruptedException {
    var coming = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    try {
      var fresh = await(coming);
      teach(fresh, scripts);
      connection = fresh;
      complaint.isOver();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // one that comes too late is not wanted any more
      var _ = coming.thenAccept(RedisLink::drop);
      complaint.about(e);
    }
  }

  private boolean answers(StatefulRedisConnection<String, String> current)
      throws InterruptedException {
    try {
      return await(current.async().ping()).equals("PONG");
    } catch (RedisException | ExecutionException | TimeoutException | CancellationException e) {
      return false;
    }
  }

  private static void teach(
      StatefulRedisConnection<String, String> to, Collection<Script> scripts) {
    try {
      scripts.forEach(script -> {
        var _ = to.async().scriptLoad(script.text());
      });
    } catch (RedisException e) {
      // it has just been lost; the next one is taught again
    }
  }

  private static void drop(StatefulRedisConnection<String, String> old) {
    var _ = old.closeAsync();
  }

  private <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
