package dev.localllm.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Something that somebody did to the gateway. Immutable. Texts are cleaned of control characters
 * and cut to the length that is kept; none may hold a secret, a prompt or an answer.
 *
 * @param at when, to the microsecond
 * @param action what
 * @param outcome how it ended
 * @param actor who
 * @param address from where, an IP address; empty if from no network
 * @param requestId which request; empty if none
 * @param subject to what: the name of a key, a model, a file; empty if to nothing in particular
 * @param detail what else is worth knowing, by name, to which {@code actor_kind} and {@code
 *     actor_id} are added; kept as a JSON object of 4,000 characters at most, in which entries that
 *     are too many are left out
 */
public record AuditEvent(
    Instant at,
    AuditAction action,
    AuditOutcome outcome,
    Actor actor,
    String address,
    String requestId,
    String subject,
    Map<String, String> detail) {

  public AuditEvent {
    at = at.truncatedTo(ChronoUnit.MICROS);
    address = Texts.clean(address, 60);
    requestId = Texts.clean(requestId, 128);
    subject = Texts.clean(subject, 300);
    detail = detailed(actor, detail);
  }

  private static Map<String, String> detailed(Actor actor, Map<String, String> detail) {
    if (actor.kind() == Actor.Kind.UNKNOWN) {
      return Map.copyOf(detail);
    }
    Map<String, String> more = new HashMap<>(detail);
    more.put("actor_kind", actor.kind().word());
    more.put("actor_id", actor.id());
    return Map.copyOf(more);
  }
}
