package dev.localllm.usage;

import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** A {@link UsageFilter} as conditions, with its texts as parameters. */
final class Filters {

  private Filters() {}

  /** Appends the conditions; {@code model} and {@code backend} are their columns. */
  static void append(UsageFilter filter, String model, String backend, StringBuilder sql) {
    append("key_id", "keyId", filter.keyId(), sql);
    append("owner", "owner", filter.owner(), sql);
    append("team", "team", filter.team(), sql);
    append(model, "model", filter.model(), sql);
    append(backend, "backend", filter.backend(), sql);
  }

  /** Binds the parameters. */
  static void bind(UsageFilter filter, Query query) {
    filter.keyId().ifPresent(text -> query.bind("keyId", clean(text)));
    filter.owner().ifPresent(text -> query.bind("owner", clean(text)));
    filter.team().ifPresent(text -> query.bind("team", clean(text)));
    filter.model().ifPresent(text -> query.bind("model", clean(text)));
    filter.backend().ifPresent(text -> query.bind("backend", clean(text)));
  }

  private static void append(
      String column, String parameter, Optional<String> text, StringBuilder sql) {
    if (text.isPresent()) {
      sql.append(" and ").append(column).append(" = :").append(parameter);
    }
  }

  /** A zero in a parameter is an error to PostgreSQL; here it is a text that nothing equals. */
  private static String clean(String text) {
    return Text.fit(text, Integer.MAX_VALUE);
  }
}
