package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/v1/models/hf.co%2Fa%2fb:Q4_K_M", "/a;b=c/d~e", "a=b&c=d/?!$'()*+,;@"})
  void whatTheStandardAllows(String part) {
    assertThat(RequestLine.wellFormed(part)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "%zz", "a%2", "{", "a[]=1", "<x>", "a b", "ä", "\"", "\\\\", "^", "|"})
  void whatItDoesNot(String part) {
    assertThat(RequestLine.wellFormed(part)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8000/v1", "http://[::1]:8000/v1/", "http://127.0.0.1/"})
  void addressesOfServers(String url) {
    assertThat(RequestLine.wellFormedUrl(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a[b/",
        "http://[x]/",
        "http://[::1]/[x]",
        "http://a{b/",
        "http://a/;x={y}"
      })
  void whatIsNone(String url) {
    assertThat(RequestLine.wellFormedUrl(url)).isFalse();
  }

  @Test
  void noQueryIsFine() {
    assertThat(RequestLine.wellFormed(null)).isTrue();
  }
}
