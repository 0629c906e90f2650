package dev.localllm.console;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKeys;
import dev.localllm.access.ApiKeys.Issued;
import dev.localllm.audit.AuditAction;
import dev.localllm.console.KeyFields.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done with keys. Every method blocks, is thread-safe, and throws {@link Refusal} for what
 * the request has wrong; see {@link Failures} for what else may be thrown.
 */
final class KeyAdmin {
  static final String PATH = "/admin/v1/keys/";

  private static final String LIST = "keys";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int LONGEST_CREATOR = 200;

  private final ApiKeys keys;
  private final Trail trail;

  KeyAdmin(ApiKeys keys, Trail trail) {
    this.keys = keys;
    this.trail = trail;
  }

  /** A page of all keys by name. */
  Reply list(Map<String, List<String>> parameters) {
    Flaws flaws = new Flaws();
    Query query = new Query(parameters, Set.of("after", "limit"), flaws);
    int limit = query.limit();
    String after = query.after(LIST, 1, place -> Optional.of(place.getFirst())).orElse("");
    flaws.check();
    List<ApiKey> page = keys.list(after, limit + 1);
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    page.stream().limit(limit).map(KeyJson::of).forEach(items::add);
    json.put(
        "next", page.size() > limit ? Cursor.of(LIST, page.get(limit - 1).rights().name()) : null);
    return Reply.ok(json);
  }

  Reply create(ObjectNode body, Visit visit) {
    Issued issued =
        keys.create(
            KeyFields.created(body),
            creator(visit),
            key -> trail.event(visit, AuditAction.KEY_CREATED, key.rights().name(), Map.of()));
    Reply shown = shown(201, issued);
    return shown.with("Location", PATH + issued.key().id());
  }

  /** One key, unless the caller has that version already. */
  Reply show(String id, List<String> ifNoneMatch) {
    ApiKey key = found(id);
    if (Tag.known(ifNoneMatch, key.version())) {
      return new Reply(304, tag(key), Optional.empty());
    }
    return shown(key);
  }

  /** Changes the fields that {@code body} tells; one that changes nothing makes no new version. */
  Reply change(String id, List<String> ifMatch, ObjectNode body, Visit visit) {
    ApiKey key = found(id);
    if (ifMatch.isEmpty()) {
      throw Refusal.plain(
          428, "send If-Match with the ETag of the key, so that nobody else's change is lost");
    }
    Tag.requireMatch(ifMatch, key.version());
    Change change = KeyFields.changed(body, key);
    if (change.equals(new Change(key.rights(), key.disabled()))) {
      return shown(key);
    }
    ApiKey changed =
        keys.change(
            key.id(),
            Optional.of(key.version()),
            change.rights(),
            change.disabled(),
            after ->
                trail.event(
                    visit,
                    AuditAction.KEY_CHANGED,
                    key.rights().name(),
                    KeyJson.differences(key, after)));
    return shown(changed);
  }

  /** Ends a key for good. */
  Reply revoke(String id, List<String> ifMatch, Visit visit) {
    ApiKey key = found(id);
    Tag.requireMatch(ifMatch, key.version());
    return shown(
        keys.revoke(
            key.id(),
            after -> trail.event(visit, AuditAction.KEY_REVOKED, after.rights().name(), Map.of())));
  }

  /** Gives a key a new secret. */
  Reply rotate(String id, List<String> ifMatch, ObjectNode body, Visit visit) {
    ApiKey key = found(id);
    Tag.requireMatch(ifMatch, key.version());
    Flaws flaws = new Flaws();
    Fields fields = new Fields(body, Set.of("overlap"), flaws);
    fields.need("overlap");
    Duration overlap = fields.duration("overlap", Duration.ZERO);
    flaws.check();
    Map<String, String> detail = Map.of("overlap", overlap.toString());
    return shown(
        200,
        keys.rotate(
            key.id(),
            overlap,
            after -> trail.event(visit, AuditAction.KEY_ROTATED, after.rights().name(), detail)));
  }

  private ApiKey found(String id) {
    return Optional.of(id)
        .filter(ID.asMatchPredicate())
        .flatMap(keys::find)
        .orElseThrow(() -> Refusal.plain(404, "there is no such key"));
  }

  private Reply shown(ApiKey key) {
    return new Reply(200, tag(key), Optional.of(KeyJson.of(key, keys.hints(key.id()))));
  }

  /** The only answer that ever has the secret. */
  private Reply shown(int status, Issued issued) {
    ObjectNode json = KeyJson.of(issued.key(), keys.hints(issued.key().id()));
    json.put("secret", issued.secret().reveal());
    return new Reply(status, tag(issued.key()), Optional.of(json));
  }

  private static Map<String, String> tag(ApiKey key) {
    return Map.of("ETag", Tag.of(key.version()));
  }

  private static String creator(Visit visit) {
    String id = visit.caller().id();
    return id.length() <= LONGEST_CREATOR ? id : id.substring(0, LONGEST_CREATOR);
  }
}
