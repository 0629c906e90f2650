package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private final Origins origins =
      new Origins(List.of("https://a.example", "http://localhost:3000"), null);

  @Test
  void onlyListedOriginsAreAllowed() {
    assertThat(origins.allows("https://a.example")).isTrue();
    assertThat(origins.allows("HTTP://LOCALHOST:3000")).isTrue();
    assertThat(origins.allows("https://a.example.evil")).isFalse();
    assertThat(origins.allows("http://a.example")).isFalse();
    assertThat(origins.allows("http://localhost:3001")).isFalse();
    assertThat(origins.allows("null")).isFalse();
  }

  @Test
  void aListedOriginIsAnsweredByItsName() {
    assertThat(origins.answer("https://a.example")).isEqualTo("https://a.example");
  }

  @Test
  void aStarAllowsEveryOrigin() {
    var every = new Origins(List.of("*"), null);
    assertThat(every.allows("https://b.example")).isTrue();
    assertThat(every.answer("https://b.example")).isEqualTo("*");
  }

  @Test
  void ownPagesAreNotForeign() {
    assertThat(origins.isOwn("http://gateway:8000", "gateway:8000")).isTrue();
    assertThat(origins.isOwn("https://gateway", "gateway")).isTrue();
    assertThat(origins.isOwn("http://other:8000", "gateway:8000")).isFalse();
    assertThat(origins.isOwn("http://gateway:8000", null)).isFalse();
  }

  @Test
  void thePublicAddressIsOwnBehindAProxyToo() {
    var behind = new Origins(List.of(), URI.create("https://llm.example:8443/base"));
    assertThat(behind.isOwn("https://llm.example:8443", "inner:8000")).isTrue();
    assertThat(behind.isOwn("https://llm.example", "inner:8000")).isFalse();
  }

  @Test
  void pagesMaySendTheHeadersOfClientLibrariesOnly() {
    assertThat(
            origins.allowedHeaders(
                "Content-Type, authorization,x-evil,"
                    + " X-Stainless-Lang,anthropic-version,openai-beta,x-api-key, content-type,"
                    + " anthropic-a b,x-requested-with,content-encoding"))
        .isEqualTo(
            "content-type, authorization, x-stainless-lang, anthropic-version, openai-beta,"
                + " x-api-key, x-requested-with, content-encoding");
    assertThat(origins.allowedHeaders("")).isEmpty();
  }
}
