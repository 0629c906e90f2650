package dev.localllm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.store.Database;
import dev.localllm.store.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The admin API's pages of events. */
class AuditQueryTest {

  @ParameterizedTest
  @EnumSource
  void pagesHoldEveryEventOnceTheLatestFirst(Stores store) {
    try (Database database = store.open()) {
      Events.add(database, "a", 25);
      List<AuditRow> later = denials("b", 12);
      database.jdbi().useTransaction(handle -> AuditTable.add(handle, later));
      List<AuditRow> all = new ArrayList<>();
      @Nullable AuditCursor cursor = null;
      do {
        AuditPage page = new AuditQuery(database).page(AuditFilter.ALL, cursor, 10);
        assertThat(page.rows()).hasSizeLessThanOrEqualTo(10);
        all.addAll(page.rows());
        cursor =
            page.next() == null ? null : AuditCursor.parse(page.next().toString()).orElseThrow();
      } while (cursor != null);
      assertThat(all).hasSize(37).doesNotHaveDuplicates();
      assertThat(all.subList(0, 12)).isEqualTo(later.reversed());
      assertThat(all.getLast().subject()).isEqualTo("k1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFilterNarrows(Stores store) {
    try (Database database = store.open()) {
      Events.add(database, "a", 3);
      database.jdbi().useTransaction(handle -> AuditTable.add(handle, denials("b", 2)));
      Instant from = Events.NOON.plusSeconds(2);
      Instant any = AuditFilter.ALL.until();
      assertThat(found(database, new AuditFilter(from, any, "", "", ""))).isEqualTo(1);
      assertThat(found(database, new AuditFilter(Instant.MIN, from, "", "", ""))).isEqualTo(4);
      assertThat(found(database, new AuditFilter(from, Instant.MAX, "", "", ""))).isEqualTo(1);
      assertThat(found(database, new AuditFilter(Instant.EPOCH, any, "key.created", "", "")))
          .isEqualTo(3);
      assertThat(found(database, new AuditFilter(Instant.EPOCH, any, "", "anonymous", "")))
          .isEqualTo(2);
      assertThat(found(database, new AuditFilter(Instant.EPOCH, any, "", "", "k2"))).isEqualTo(1);
      assertThat(found(database, new AuditFilter(Instant.EPOCH, any, "", "' or ''='", "")))
          .isZero();
    }
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    assertThat(AuditCursor.parse("")).isEmpty();
    assertThat(AuditCursor.parse("2026-99-21T12:00:00Z_a_1")).isEmpty();
    assertThat(AuditCursor.parse("2026-11-21T12:00:00Z_a_99999999999999999999")).isEmpty();
    assertThat(AuditCursor.parse("2026-11-21T12:00:00Z_a_b_1"))
        .contains(new AuditCursor(Instant.parse("2026-11-21T12:00:00Z"), "a_b", 1));
  }

  private static int found(Database database, AuditFilter filter) {
    return new AuditQuery(database).page(filter, null, 100).rows().size();
  }

  private static List<AuditRow> denials(String chain, int count) {
    return new Chain(chain)
        .link(
            IntStream.rangeClosed(1, count)
                .mapToObj(i -> Events.denied("anonymous", "10.0.0.1", Events.NOON.plusSeconds(i)))
                .toList());
  }
}
