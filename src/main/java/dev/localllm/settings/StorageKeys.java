package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Key.Trait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of {@link Storage}. */
final class StorageKeys {
  private static final Kind<Optional<Secret>> REDIS =
      new Kind<>(
          "redis://[user:password@]host[:port][/database], rediss:// for TLS, or none",
          text -> {
            if (text.equals("none")) {
              return Optional.empty();
            }
            if (!text.matches("rediss?://([^@/\\s]*@)?[A-Za-z0-9._:\\[\\]-]+(/\\d{1,2})?")) {
              throw new Kind.Unfit("");
            }
            return Optional.of(new Secret(text));
          });

  static final Key<DatabaseAddress> DATABASE_URL =
      storage("DATABASE_URL", DatabaseAddress.KIND, "The database of keys, ledger and audit log.")
          .critical("embedded")
          .with(Trait.SECRET);

  static final Key<Integer> DATABASE_POOL_SIZE =
      storage(
              "DATABASE_POOL_SIZE",
              Kinds.whole(1, 200),
              "How many connections to the database there may be.")
          .byDefault("10");

  static final Key<Duration> STORAGE_TIMEOUT =
      storage(
              "STORAGE_TIMEOUT",
              Kinds.duration("100ms", "1m"),
              "How long the database may take to connect or to answer. No request waits for it.")
          .byDefault("5s");

  static final Key<Boolean> MIGRATE_AT_START =
      storage(
              "MIGRATE_AT_START",
              Kinds.truth(),
              "Whether the gateway brings the database's schema up to date by itself; else ROLE="
                  + "migrate does.")
          .byDefault("true", "false");

  static final Key<Optional<Secret>> REDIS_URL =
      storage(
              "REDIS_URL",
              REDIS,
              "The cache in which replicas count requests together; without one each counts for"
                  + " itself.")
          .critical("none")
          .with(Trait.SECRET);

  static final Key<Path> DATA_DIR =
      storage(
              "DATA_DIR",
              Kinds.folder(),
              "The folder of the embedded database, and of ledger entries on their way to the"
                  + " database. A relative path starts where ENV_DIR does.")
          .byDefault("data");

  static final List<Key<?>> ALL =
      List.of(
          DATABASE_URL, DATABASE_POOL_SIZE, STORAGE_TIMEOUT, MIGRATE_AT_START, REDIS_URL, DATA_DIR);

  private StorageKeys() {}

  static Storage read(KeyReader keys) {
    Path data = EnvFileSource.home().resolve(keys.value(DATA_DIR));
    return new Storage(
        keys.value(DATABASE_URL).in(data),
        keys.value(DATABASE_POOL_SIZE),
        keys.value(STORAGE_TIMEOUT),
        keys.value(MIGRATE_AT_START),
        keys.value(REDIS_URL).orElse(null),
        data);
  }

  private static <T> Key<T> storage(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.STORAGE, kind, meaning);
  }
}
