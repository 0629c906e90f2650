package dev.localllm.audit;

import java.time.Instant;

/**
 * An event as it is kept, in words, since a later release may know more of them. Immutable.
 *
 * @param chain the chain it is in
 * @param position its place there, from 1
 * @param detail a JSON object
 * @param previousHash of the row before it, 64 hexadecimal digits; zeros for the first
 * @param hash SHA-256 over {@code previousHash} and everything else here
 */
public record AuditRow(
    String chain,
    long position,
    Instant at,
    String action,
    String outcome,
    String actor,
    String address,
    String requestId,
    String subject,
    String detail,
    String previousHash,
    String hash) {

  /** The row that continues a chain. */
  static AuditRow of(AuditEvent event, String chain, long position, String previousHash) {
    var open =
        new AuditRow(
            chain,
            position,
            event.at(),
            event.action().word(),
            event.outcome().word(),
            event.actor().name(),
            event.address(),
            event.requestId(),
            event.subject(),
            Texts.json(event.detail()),
            previousHash,
            "");
    return open.with(open.sealedHash());
  }

  /** The hash that the row should have. */
  String sealedHash() {
    return Hash.of(
        "event",
        previousHash,
        chain,
        String.valueOf(position),
        at.toString(),
        action,
        outcome,
        actor,
        address,
        requestId,
        subject,
        detail);
  }

  private AuditRow with(String sealed) {
    return new AuditRow(
        chain,
        position,
        at,
        action,
        outcome,
        actor,
        address,
        requestId,
        subject,
        detail,
        previousHash,
        sealed);
  }
}
