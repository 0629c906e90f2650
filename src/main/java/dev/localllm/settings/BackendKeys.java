package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Key.Trait;
import java.net.URI;
import java.util.List;

/** The keys of {@link Settings.Backends}. */
final class BackendKeys {
  static final Key<List<URI>> OLLAMA_BASE_URL =
      key("OLLAMA_BASE_URL", Addresses.urls(), "The Ollama servers to call.")
          .critical("http://localhost:11434");

  static final Key<Secret> OLLAMA_API_KEY =
      key(
              "OLLAMA_API_KEY",
              Kinds.secret(),
              "Sent to every Ollama server as a bearer token, for those behind a proxy that asks"
                  + " for one.")
          .with(Trait.SECRET);

  static final Key<String> MODEL_NAME =
      key("MODEL_NAME", Kinds.word(200), "The model of requests that name none.")
          .critical("sample");

  static final Key<Boolean> SAMPLE_MODEL =
      key(
              "SAMPLE_MODEL",
              Kinds.truth(),
              "Whether the built-in model named sample answers, for a first try without Ollama.")
          .byDefault("true", "false");

  static final Key<Boolean> COMPLETIONS_RAW =
      key(
              "COMPLETIONS_RAW",
              Kinds.truth(),
              "Whether /v1/completions hands the prompt to the model as it is, without the model's"
                  + " template.")
          .byDefault("false");

  static final List<Key<?>> ALL =
      List.of(OLLAMA_BASE_URL, OLLAMA_API_KEY, MODEL_NAME, SAMPLE_MODEL, COMPLETIONS_RAW);

  private BackendKeys() {}

  static Settings.Backends read(KeyReader keys) {
    return new Settings.Backends(
        keys.value(OLLAMA_BASE_URL),
        keys.optional(OLLAMA_API_KEY),
        keys.value(MODEL_NAME),
        keys.value(SAMPLE_MODEL),
        keys.value(COMPLETIONS_RAW));
  }

  private static <T> Key<T> key(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.BACKENDS, kind, meaning);
  }
}
