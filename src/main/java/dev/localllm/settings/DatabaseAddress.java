package dev.localllm.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is. Immutable.
 *
 * @param jdbcUrl without user and password
 * @param user null when the URL needs none
 * @param password null for none
 */
public record DatabaseAddress(String jdbcUrl, @Nullable String user, @Nullable Secret password) {

  /**
   * The database in this process, in a file of the data folder; {@code async}, because another
   * channel is closed, and the database with it, when a thread that uses it is interrupted.
   */
  static final DatabaseAddress EMBEDDED = new DatabaseAddress("jdbc:h2:async:", "sa", null);

  static final Kind<DatabaseAddress> KIND =
      new Kind<>(
          "postgresql://user:password@host[:port]/database[?parameters], a JDBC URL of PostgreSQL"
              + " or H2, or embedded for an H2 file in DATA_DIR",
          DatabaseAddress::parse);

  private static final int POSTGRESQL_PORT = 5432;

  /** Whether it is PostgreSQL; else it is H2. */
  public boolean isPostgresql() {
    return jdbcUrl.startsWith("jdbc:postgresql:");
  }

  /** The same with the embedded one placed in {@code folder}. */
  DatabaseAddress in(Path folder) {
    return equals(EMBEDDED)
        ? new DatabaseAddress(jdbcUrl + folder.toAbsolutePath().resolve("gateway"), user, password)
        : this;
  }

  private static DatabaseAddress parse(String text) {
    if (text.equals("embedded")) {
      return EMBEDDED;
    }
    if (text.startsWith("jdbc:h2:")) {
      return new DatabaseAddress(text, "sa", null);
    }
    if (text.startsWith("jdbc:postgresql:")) {
      return new DatabaseAddress(text, null, null);
    }
    try {
      return ofUri(new URI(text));
    } catch (URISyntaxException e) {
      throw new Kind.Unfit("percent-encode special characters in the password");
    }
  }

  private static DatabaseAddress ofUri(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    String path = String.valueOf(uri.getRawPath());
    if (!scheme.matches("postgres(ql)?") || uri.getHost() == null || path.length() < 2) {
      throw new Kind.Unfit("");
    }
    String url =
        "jdbc:postgresql://%s:%d%s"
            .formatted(uri.getHost(), uri.getPort() < 0 ? POSTGRESQL_PORT : uri.getPort(), path);
    String who = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    int colon = who.indexOf(':');
    return new DatabaseAddress(
        uri.getRawQuery() == null ? url : url + "?" + uri.getRawQuery(),
        who.isEmpty() ? null : decoded(colon < 0 ? who : who.substring(0, colon)),
        colon < 0 ? null : new Secret(decoded(who.substring(colon + 1))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
