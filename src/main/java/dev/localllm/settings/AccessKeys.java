package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Settings.AuthMode;
import java.util.List;
import java.util.Set;

/** The keys of {@link Settings.Access}. */
final class AccessKeys {
  static final Key<Set<AuthMode>> AUTH_MODE =
      Key.of(
              "AUTH_MODE",
              Topic.ACCESS,
              new Kind<>(
                  "none, in local and ci; keys and jwt arrive with the access-control release,"
                      + " before which staging and production cannot start",
                  AccessKeys::authModes),
              "How callers are identified.")
          .critical("none");

  static final Key<List<String>> ALLOWED_ORIGINS =
      Key.of(
              "ALLOWED_ORIGINS",
              Topic.ACCESS,
              Addresses.origins(),
              "The origins of the web pages that may call (CORS).")
          .alias("API__CORS_ORIGINS")
          .critical("http://localhost:8000,http://127.0.0.1:8000");

  static final List<Key<?>> ALL = List.of(AUTH_MODE, ALLOWED_ORIGINS);

  private AccessKeys() {}

  static Settings.Access read(KeyReader keys, Environment environment) {
    return new Settings.Access(
        keys.value(AUTH_MODE, modes -> environment.has(Environment.Trait.OPEN_ACCESS)),
        keys.value(
            ALLOWED_ORIGINS,
            origins ->
                environment.has(Environment.Trait.ANY_ORIGIN)
                    || !origins.contains(Addresses.ANY_ORIGIN)));
  }

  private static Set<AuthMode> authModes(String text) {
    if (!text.equals("none")) {
      throw new Kind.Unfit("");
    }
    return Set.of(AuthMode.NONE);
  }
}
