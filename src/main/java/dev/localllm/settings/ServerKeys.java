package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Key.Trait;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The keys of {@link Settings.Server}. */
final class ServerKeys {
  static final Key<Environment> APP_ENV =
      runtime(
              "APP_ENV",
              Environment.KIND,
              "The environment. It decides the other defaults, which .env file is read, and what"
                  + " must be given.")
          .byDefault("local")
          .with(Trait.PROCESS);

  static final Key<Path> ENV_DIR =
      runtime(
              "ENV_DIR",
              Kinds.folder(),
              "The folder of the .env files. Unless given, it is the folder that holds wlp, or the"
                  + " root of the checkout that the server was built in; a relative path starts"
                  + " there.")
          .with(Trait.PROCESS);

  static final Key<String> HTTP_HOST =
      runtime("HTTP_HOST", Kinds.host(), "Where the server listens.")
          .byDefault("localhost")
          .with(Trait.PROCESS);

  static final Key<Integer> HTTP_PORT =
      runtime("HTTP_PORT", Kinds.whole(1, 65535), "The port that the server listens on.")
          .byDefault("8000")
          .with(Trait.PROCESS);

  static final Key<Settings.LogFormat> LOG_FORMAT =
      runtime(
              "LOG_FORMAT",
              Kinds.oneOf(Settings.LogFormat.class),
              "Log lines for people (text) or for machines (json).")
          .byDefault("text", "json")
          .with(Trait.PROCESS);

  static final Key<Settings.LogLevel> LOG_LEVEL =
      runtime(
              "LOG_LEVEL",
              Kinds.oneOf(Settings.LogLevel.class),
              "The least severe log lines that are written.")
          .byDefault("debug", "info");

  static final Key<URI> PUBLIC_API_BASE_URL =
      runtime("PUBLIC_API_BASE_URL", Addresses.url(), "Where clients reach the gateway.");

  static final Key<Path> HOLD_FILE =
      runtime(
          "HOLD_FILE",
          Kinds.file(),
          "While this file is there, /ready, /serving and /health/ready say that no requests should"
              + " come; those that come are served. A relative path starts where ENV_DIR does.");

  static final Key<String> APP_VERSION =
      runtime("APP_VERSION", Kinds.word(100), "The release that is shown.")
          .byDefault("@project.version@");

  static final Key<String> GIT_SHA =
      runtime("GIT_SHA", Kinds.word(100), "The commit that is shown.").byDefault("unknown");

  static final Key<String> BUILD_DATE =
      runtime("BUILD_DATE", Kinds.word(100), "The time of the build that is shown.")
          .byDefault("unknown");

  static final List<Key<?>> ALL =
      List.of(
          APP_ENV,
          ENV_DIR,
          HTTP_HOST,
          HTTP_PORT,
          LOG_FORMAT,
          LOG_LEVEL,
          PUBLIC_API_BASE_URL,
          HOLD_FILE,
          APP_VERSION,
          GIT_SHA,
          BUILD_DATE);

  private ServerKeys() {}

  static Settings.Server read(KeyReader keys, Environment environment) {
    Path hold = keys.optional(HOLD_FILE);
    return new Settings.Server(
        environment.toString(),
        keys.value(HTTP_HOST),
        keys.value(HTTP_PORT),
        keys.value(LOG_FORMAT),
        keys.value(LOG_LEVEL),
        keys.optional(PUBLIC_API_BASE_URL),
        hold == null ? null : EnvFileSource.home().resolve(hold),
        keys.value(APP_VERSION),
        keys.value(GIT_SHA),
        keys.value(BUILD_DATE));
  }

  private static <T> Key<T> runtime(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.RUNTIME, kind, meaning);
  }
}
