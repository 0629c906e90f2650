package dev.localllm.usage;

import java.time.Instant;
import java.util.Optional;

/**
 * How the ledger of this process is doing.
 *
 * @param buffered entries in memory, not yet in the journal
 * @param journalBytes size of the journal, which the database does not have yet
 * @param waitingSegments files of the journal that wait for the database
 * @param written rows that this process has put into the database
 * @param lost entries that found no room
 * @param rejected rows that the database refused for themselves
 * @param databaseAwaySince since when nothing can be shipped; empty when all is well or nothing was
 *     tried
 * @param journalAwaySince since when the journal cannot be written; empty when all is well
 */
public record LedgerState(
    int buffered,
    long journalBytes,
    int waitingSegments,
    long written,
    long lost,
    long rejected,
    Optional<Instant> databaseAwaySince,
    Optional<Instant> journalAwaySince) {}
