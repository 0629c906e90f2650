package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is kept fits its columns, forges no line, and means one thing only. */
class AuditEventTest {

  @Test
  void textsAreCleanedAndCut() {
    assertThat(Texts.clean("a\u001b[31m\nb\u202ec\u2028d\uD800e\0", 100)).isEqualTo("a[31mbcde");
    assertThat(Texts.clean("x".repeat(500), 60)).hasSize(60);
    assertThat(Texts.clean("abc\uD83D\uDE00", 4)).isEqualTo("abc");
    assertThat(event("s".repeat(1000), Map.of()).subject()).hasSize(300);
  }

  @Test
  void detailIsAnObjectThatAlwaysFits() {
    assertThat(Texts.json(Map.of())).isEqualTo("{}");
    assertThat(Texts.json(Map.of("b", "2\"", "a", "1"))).isEqualTo("{\"a\":\"1\",\"b\":\"2\\\"\"}");
    Map<String, String> much = new HashMap<>();
    for (int i = 100; i < 200; i++) {
      much.put("name" + i, "\\".repeat(400));
    }
    String json = Texts.json(much);
    assertThat(json).hasSizeLessThanOrEqualTo(4000).hasSizeGreaterThan(3000);
    assertThat(JsonMapper.shared().readTree(json).path("truncated").asString()).isEqualTo("true");
  }

  @Test
  void neighbouringTextsAreNotMixedUp() {
    assertThat(Hash.of("ab", "c")).isNotEqualTo(Hash.of("a", "bc"));
    assertThat(Hash.of("a", "")).isNotEqualTo(Hash.of("a"));
  }

  @Test
  void theHashIsTheSameForEver() {
    AuditRow row = AuditRow.of(event("k", Map.of("a", "b")), "gw-1", 7, Hash.NONE);
    assertThat(row.hash())
        .isEqualTo(row.sealedHash())
        .isEqualTo("ea55f6e02573cbe2ff96ee946d98e21f1a2843a519245d0693b05a689cb82e8a");
  }

  @Test
  void timesAreKeptToTheMicrosecond() {
    assertThat(event("k", Map.of()).at()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123456Z"));
  }

  private static AuditEvent event(String subject, Map<String, String> detail) {
    return new AuditEvent(
        Instant.parse("2026-11-21T12:00:00.123456789Z"),
        AuditAction.KEY_CREATED,
        AuditOutcome.SUCCESS,
        new Actor(Actor.Kind.UNKNOWN, "", "root"),
        "",
        "",
        subject,
        detail);
  }
}
