package dev.localllm.audit;

/**
 * Who did something. Names may be alike: a token's subject may be a key's name. Kind and id
 * together tell everybody apart. Immutable.
 *
 * @param id unique within the kind, at most 300 characters; empty if not known
 * @param name for people, at most 200 characters; empty if not known
 */
public record Actor(Kind kind, String id, String name) {

  /** Nobody in particular, or nobody knows who. */
  public static final Actor UNKNOWN = new Actor(Kind.UNKNOWN, "", "");

  /** What somebody is known by. */
  public enum Kind {
    /** An API key. */
    KEY("key"),
    /** A token of the issuer. */
    TOKEN("token"),
    /** The key in {@code ADMIN_KEY}. */
    ADMIN_KEY("admin-key"),
    /** An address, where no credential is needed. */
    ADDRESS("address"),
    /** A user of the machine, at its command line. */
    USER("user"),
    UNKNOWN("");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The spelling in the log. */
    public String word() {
      return word;
    }
  }

  public Actor {
    id = Texts.clean(id, 300);
    name = Texts.clean(name, 200);
  }
}
