package dev.localllm.fake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The models, and what they say. */
enum TinyModel {
  COUNT(
      Set.of("completion"),
      List.of(
          "one ", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten ")),
  EMBED(Set.of("embedding"), List.of()),
  LLAMA(
      Set.of("completion", "tools", "thinking"),
      List.of(
          "Hello", " there", ",", " I", " am", " a", " t", "in", "y", " l", "anguage", " model",
          " made", " for", " tests", ".")),
  STUCK(Set.of("completion"), List.of("ha "));

  static final List<String> THOUGHTS = List.of("Hmm,", " let me think", " about that.");

  final Set<String> capabilities;
  final List<String> words;

  TinyModel(Set<String> capabilities, List<String> words) {
    this.capabilities = capabilities;
    this.words = words;
  }

  /** {@code tiny-llama}, without a tag. */
  String base() {
    return "tiny-" + name().toLowerCase(Locale.ROOT);
  }

  boolean can(String capability) {
    return capabilities.contains(capability);
  }

  /** The model of a name, whatever its tag. */
  static Optional<TinyModel> named(String name) {
    String base = name.split(":", 2)[0];
    for (TinyModel model : values()) {
      if (model.base().equalsIgnoreCase(base)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  /** A name with its tag, in lower case: what a model is known by. */
  static String fullName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains(":") ? lower : lower + ":latest";
  }
}
