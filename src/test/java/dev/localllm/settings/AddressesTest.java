package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFG-7 for origins; the rest serves CFG-5. */
class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:11434, http://localhost:11434",
    "HTTPS://host/, https://host",
    "http://host/ollama//, http://host/ollama",
    "http://[::1]:1, http://[::1]:1",
  })
  void aUrlLosesTheSlashAtItsEnd(String text, URI url) {
    assertThat(Addresses.url().parse(text)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:11434", "ftp://host", "http://", "http:///path", "http://user:word@host",
        "http://host?x=1", "http://host#x", "http://host:0", "http://host:65536", "http://host:x",
        "http://host:", "http://a_b", "http://a b", "//host", "http://host/\nx"
      })
  void otherUrlsAreRefused(String text) {
    assertThatExceptionOfType(Kind.Unfit.class).isThrownBy(() -> Addresses.url().parse(text));
    assertThatExceptionOfType(Kind.Unfit.class)
        .isThrownBy(() -> Addresses.urls().parse("http://fine," + text));
  }

  @Test
  void aMissingSchemeIsNamed() {
    assertThatThrownBy(() -> Addresses.url().parse("localhost:11434"))
        .hasMessage("http:// or https:// is missing");
  }

  @Test
  void urlsAreTrimmedAndEachIsKeptOnce() {
    assertThat(Addresses.urls().parse(" http://a/ , http://b,,http://a"))
        .containsExactly(URI.create("http://a"), URI.create("http://b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", " , ", "[]", "[ ]"})
  void atLeastOneIsNeeded(String text) {
    assertThatThrownBy(() -> Addresses.origins().parse(text)).hasMessage("at least one is needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example, http://b:3000,https://a.example",
        "[\"https://a.example\", \"http://b:3000\"]",
        "[ \"https://A.example:443\",\"HTTP://b:3000\" , \"https://a.example\" ]",
      })
  void originsAreCommaSeparatedOrJson(String text) {
    assertThat(Addresses.origins().parse(text))
        .containsExactly("https://a.example", "http://b:3000");
  }

  @Test
  void aPortThatGoesWithoutSayingIsLeftOutAsBrowsersDo() {
    assertThat(Addresses.origins().parse("http://a:80,https://a:443,http://a:443,https://a:80"))
        .containsExactly("http://a", "https://a", "http://a:443", "https://a:80");
  }

  @Test
  void appsMayHaveTheirOwnScheme() {
    assertThat(Addresses.origins().parse("tauri://localhost,chrome-extension://abcdef"))
        .containsExactly("tauri://localhost", "chrome-extension://abcdef");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "null",
        "https://a/",
        "https://a/path",
        "https://a?x",
        "https://u@a",
        "https://*.example",
        "https://a:99999",
        "http://a b",
        "*,https://a",
        "https://a\r\nX: y"
      })
  void otherOriginsAreRefused(String text) {
    assertThatExceptionOfType(Kind.Unfit.class).isThrownBy(() -> Addresses.origins().parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[\"http://a\"",
        "[http://a]",
        "[\"http://a\",]",
        "[1]",
        "[\"http://a\"] x",
        "[\"http://a\" \"http://b\"]",
        "[[\"http://a\"]]"
      })
  void brokenJsonIsNamed(String text) {
    assertThatThrownBy(() -> Addresses.origins().parse(text))
        .hasMessage("this starts with [ and is not a JSON array of strings");
  }
}
