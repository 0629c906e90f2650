/**
 * The ledger: one row for each inference request, and daily sums.
 *
 * <p>An entry passes four places. {@link dev.localllm.usage.Ledger#record} puts it into a bounded
 * buffer, which is all that a request waits for. A thread writes the buffer to a journal in the
 * data folder, twice in each {@code USAGE_FLUSH}, so a process that is killed loses no more than
 * that. Another thread ships the journal's closed segments to the database, however long that is
 * away, and deletes them then; it reads their files only when the database is behind, since the
 * newest entries are still in memory. The transaction that inserts a row adds it to the sum of its
 * day, so that sums are right whenever an entry arrives, and need no job of their own. An entry is
 * known by its id: shipping it again changes nothing, as long as its row has not been deleted for
 * its age.
 *
 * <p>What gets lost is counted and logged: entries that find the buffer full, because the disk does
 * not answer; and entries that find {@code USAGE_JOURNAL_SIZE} used up, because the database has
 * been away for too long. A row that the database refuses is kept in the journal's {@code
 * rejected.ndjson}.
 *
 * <p>Processes may share a data folder: each locks a journal of its own, and ships what a process
 * that has ended left in its journal.
 *
 * <p>Out of scope: what limits do with a budget that is spent.
 *
 * <p>Requirements: SVC-3.
 */
@NullMarked
package dev.localllm.usage;

import org.jspecify.annotations.NullMarked;
