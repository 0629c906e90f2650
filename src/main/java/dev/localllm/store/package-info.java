/**
 * Where things are kept: the database, whose schema this process knows, and the cache that replicas
 * share.
 *
 * <p>PostgreSQL outside local, H2 in a file within local; the same SQL runs on both. Everything
 * here blocks, so it is for threads of its own and for virtual threads, never for the server's. No
 * request waits for it.
 *
 * <p>Migrations go forward only. Each one says in {@code schema_reader} which release is the oldest
 * that still understands the schema it leaves, so that an older release may go on beside a newer
 * one and come back after it.
 *
 * <p>Requirements: SVC-2, SVC-5.
 */
@NullMarked
package dev.localllm.store;

import org.jspecify.annotations.NullMarked;
