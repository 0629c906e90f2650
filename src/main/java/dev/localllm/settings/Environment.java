package dev.localllm.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the process runs (CFG-1), and everything that differs by it alone (CFG-10). */
enum Environment {
  LOCAL("dev|development"),
  CI("test|testing"),
  STAGING("stage"),
  PRODUCTION("prod|prd");

  /** What some environments do and others do not. */
  enum Trait {
    /** {@code .env.{APP_ENV}} is read. */
    ENV_FILE,
    /** Callers may be unidentified. */
    OPEN_ACCESS,
    /** Web pages of any origin may call. */
    ANY_ORIGIN
  }

  static final Kind<Environment> KIND =
      new Kind<>("local, ci, staging or production", Environment::parse);

  /** A pattern of the names that are mistaken for the real one. */
  private final String nicknames;

  Environment(String nicknames) {
    this.nicknames = nicknames;
  }

  boolean has(Trait trait) {
    return switch (this) {
      case LOCAL -> true;
      case CI -> trait == Trait.OPEN_ACCESS;
      case STAGING, PRODUCTION -> trait == Trait.ENV_FILE;
    };
  }

  /** The spelling in {@code APP_ENV} and in file names. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment of that name; empty when there is none. */
  static Optional<Environment> named(String name) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  private static Environment parse(String text) {
    return named(text).orElseThrow(() -> new Kind.Unfit(hint(text.toLowerCase(Locale.ROOT))));
  }

  private static String hint(String text) {
    return Arrays.stream(values())
        .filter(each -> text.matches(each.nicknames) || each.toString().equals(text))
        .map(meant -> "did you mean " + meant + "?")
        .collect(Collectors.joining());
  }
}
