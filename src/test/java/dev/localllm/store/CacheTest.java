package dev.localllm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.background.BackgroundTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** SVC-1: a cache that is connected whenever it can be. */
class CacheTest {

  private static final Script SUM = Script.of("return {ARGV[1] + ARGV[2], #KEYS}");

  @Test
  void thereNeedBeNone() throws Exception {
    Cache cache = new Cache(RealRedis.storage(null));
    assertThat(cache.exists()).isFalse();
    assertThat(cache.answers()).isFalse();
    cache.step();
    assertThatThrownBy(() -> cache.call(SUM, List.of("k"), "1", "2").get())
        .hasCauseInstanceOf(StoreUnavailable.class);
  }

  @Test
  void runsScriptsWhichItNeedNotKnow() throws Exception {
    try (RealRedis redis = new RealRedis()) {
      Cache cache = redis.cache();
      for (int i = 0; i < 3; i++) {
        assertThat(cache.call(SUM, List.of("a", "b"), "1", "2").get()).containsExactly(3L, 2L);
      }
      assertThat(redis.command("INFO commandstats"))
          .anyMatch(line -> line.startsWith("cmdstat_evalsha:calls=3,"))
          .anyMatch(line -> line.startsWith("cmdstat_eval:calls=1,"));
    }
  }

  @Test
  void comesBackByItself() {
    try (RealRedis redis = new RealRedis()) {
      Cache cache = redis.cache();
      redis.stop();
      RealRedis.await(() -> !cache.answers());
      assertThatThrownBy(() -> cache.call(SUM, List.of("k"), "1", "2").get())
          .isInstanceOf(ExecutionException.class);
      redis.start();
      RealRedis.await(cache::answers);
    }
  }

  @Test
  void leavesAPeerThatHasGoneSilent() {
    try (RealRedis redis = new RealRedis()) {
      Cache cache = redis.cache();
      redis.command("CLIENT PAUSE 3000");
      assertThat(cache.answers()).isFalse();
      RealRedis.await(cache::answers);
    }
  }

  @Test
  void tellsNoPassword() {
    List<LogRecord> lines = new CopyOnWriteArrayList<>();
    Handler listener = listener(lines);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    try (RealRedis redis = new RealRedis("s3cret")) {
      assertThat(redis.cache().answers()).isTrue();
      String right = redis.storage().redis().reveal();
      tryFor(new Cache(RealRedis.storage(right.replace("s3cret", "s3cret-wrong"))), lines);
      redis.stop();
      tryFor(new Cache(RealRedis.storage(right)), lines);
      tryFor(new Cache(RealRedis.storage("redis://:s3cret@127.0.0.1:99999")), lines);
    } finally {
      root.removeHandler(listener);
    }
    List<String> told = new ArrayList<>();
    for (LogRecord line : lines) {
      told.add(line.getMessage() + ' ' + line.getThrown());
    }
    assertThat(told)
        .anyMatch(line -> line.contains("WRONGPASS"))
        .anyMatch(line -> line.contains("ConnectException"))
        .anyMatch(line -> line.contains("REDIS_URL cannot be understood"))
        .noneMatch(line -> line.contains("s3cret"));
  }

  /** Runs it until it has complained. */
  private static void tryFor(Cache cache, List<LogRecord> lines) {
    int before = lines.size();
    var tasks = BackgroundTasks.withoutContainer();
    tasks.task("cache", cache::step).start();
    RealRedis.await(() -> lines.size() > before);
    tasks.close();
  }

  private static Handler listener(List<LogRecord> lines) {
    return new Handler() {
      {
        setLevel(Level.INFO);
      }

      @Override
      public void publish(LogRecord line) {
        lines.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
