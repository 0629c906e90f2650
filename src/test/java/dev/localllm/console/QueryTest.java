package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  private static final Set<String> KNOWN = Set.of("actor", "from", "after", "limit");

  private final Flaws flaws = new Flaws();

  @Test
  void readsWhatIsGiven() {
    Query query =
        query(
            Map.of(
                "actor", List.of("ada"),
                "from", List.of("2027-01-31T12:00:00Z"),
                "after", List.of(Cursor.of("audit", "x")),
                "limit", List.of("500")));
    assertThat(query.text("actor")).contains("ada");
    assertThat(query.time("from")).contains(Instant.parse("2027-01-31T12:00:00Z"));
    assertThat(query.after("audit", 1, Optional::of)).contains(List.of("x"));
    assertThat(query.limit()).isEqualTo(500);
    flaws.check();
  }

  @Test
  void withoutAnythingThereAreDefaults() {
    Query query = query(Map.of());
    assertThat(query.text("actor")).isEmpty();
    assertThat(query.after("audit", 1, Optional::of)).isEmpty();
    assertThat(query.limit()).isEqualTo(50);
    flaws.check();
  }

  @Test
  void everythingThatIsWrongIsTold() {
    Query query =
        query(
            Map.of(
                "actor", List.of("a\u0000"),
                "from", List.of("yesterday"),
                "after", List.of("x"),
                "limit", List.of("1", "2"),
                "akter", List.of("x")));
    query.text("actor");
    query.time("from");
    query.after("audit", 1, Optional::of);
    query.limit();
    assertThat(Refusals.fields(flaws::check))
        .containsExactlyInAnyOrder("actor", "from", "after", "limit", "akter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "501", "-1", "1.0", "٣", "9999999999"})
  void aLimitIsFrom1To500(String limit) {
    assertThat(query(Map.of("limit", List.of(limit))).limit()).isEqualTo(50);
    assertThat(Refusals.fields(flaws::check)).containsExactly("limit");
  }

  private Query query(Map<String, List<String>> given) {
    return new Query(given, KNOWN, flaws);
  }
}
