package dev.localllm.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Objects;

/**
 * A link of the chain of anchors: where one chain stood when a day was over. Immutable.
 *
 * @param position from 1
 * @param day the day (UTC) that was over
 * @param chain the chain that had grown since its last anchor; empty in the row that opens a day
 * @param chainPosition where it stood; 0 in the row that opens a day
 * @param chainHash the hash of that row; empty in the row that opens a day
 */
record Anchor(
    long position,
    LocalDate day,
    String chain,
    long chainPosition,
    String chainHash,
    String previousHash,
    String hash) {

  /** Where one chain stands. */
  record Head(String chain, long position, String hash) {
    static final Head NONE = new Head("", 0, "");
  }

  /** The link that follows one at {@code position - 1} with the hash {@code previousHash}. */
  static Anchor of(long position, LocalDate day, Head head, String previousHash) {
    return new Anchor(
        position,
        day,
        head.chain(),
        head.position(),
        head.hash(),
        previousHash,
        hash(position, day, head, previousHash));
  }

  /** The hash that the link should have. */
  String sealedHash() {
    return hash(position, day, new Head(chain, chainPosition, chainHash), previousHash);
  }

  static Anchor read(ResultSet row) throws SQLException {
    return new Anchor(
        row.getLong("position"),
        Objects.requireNonNull(row.getObject("on_date", LocalDate.class)),
        row.getString("chain"),
        row.getLong("chain_position"),
        row.getString("chain_hash"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }

  private static String hash(long position, LocalDate day, Head head, String previous) {
    return Hash.of(
        "anchor",
        previous,
        String.valueOf(position),
        day.toString(),
        head.chain(),
        String.valueOf(head.position()),
        head.hash());
  }
}
