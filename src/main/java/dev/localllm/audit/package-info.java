/**
 * The audit log: who did what to the gateway, in chains of hashes that show any later change.
 *
 * <p>A change of the database and the event that tells of it are one transaction, see {@link
 * dev.localllm.audit.ChangeTrail}; these events are in a chain that all processes share.
 *
 * <p>For all other events each process writes a chain of its own, so that replicas need not wait
 * for one another, nor for the database. Such an event is chained and forced to a file of {@code
 * DATA_DIR/audit} at once and taken to the database afterwards; its place in the chain makes that
 * repeatable, so a crash in between neither loses nor doubles it. What a process leaves behind in
 * its file, a later one in the same folder takes there. Once a day the heads of all chains are
 * written down in a chain of anchors, which shows an end that was cut off.
 *
 * <p>Hashes have no key: who can write to the database could rewrite everything since the last
 * anchor that is known elsewhere. That is why each anchor is logged.
 *
 * <p>Threading: {@link dev.localllm.audit.AuditLog} has two background tasks, one that writes the
 * file and one that talks to the database. Nobody else waits for either.
 *
 * <p>Out of scope: forgetting events. The log only grows; what could be repeated without end is
 * summed up.
 *
 * <p>Requirements: SEC-5.
 */
@NullMarked
package dev.localllm.audit;

import org.jspecify.annotations.NullMarked;
