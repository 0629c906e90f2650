package dev.localllm.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where things are kept.
 *
 * @param database keys, ledger and audit log
 * @param poolSize connections to the database, at most
 * @param timeout how long a connection to the database or the cache, or an answer of it, may take
 * @param migrateAtStart whether the process brings the schema up to date by itself
 * @param redis URL of the cache that replicas share; null when there is none
 * @param dataFolder absolute; what must survive a crash of the process is written below it
 */
public record Storage(
    DatabaseAddress database,
    int poolSize,
    Duration timeout,
    boolean migrateAtStart,
    @Nullable Secret redis,
    Path dataFolder) {}
