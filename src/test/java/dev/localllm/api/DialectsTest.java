package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectsTest {

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1/", "/v1/models", "/v1/chat/completions", "/v1/nothing"})
  void belowV1OpenAisDialectIsSpoken(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("openai");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/chat",
        "/v1beta",
        "/v12/models",
        "/api/v1/models",
        "/V1/x",
        "",
        "/administrator",
        "/api/admin/"
      })
  void elsewhereOllamas(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("ollama");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin", "/admin/", "/admin/v1/keys", "/admin/nothing"})
  void belowAdminProblemDetailsAreSpoken(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/models",
        "///v1",
        "/./v1/models",
        "/v1;x=1/models",
        "/;/v1/models",
        "/%76%31/models",
        "/v1%2fmodels",
        "/v1\\models",
        "/v1/../v1/models",
        "/api/../v1/models",
        "/../v1/models",
        "/v1/%zz",
        "/v1/%"
      })
  void anOddSpellingLeadsNowhere_butInTheWordsOfItsDialect(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("openai");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//admin/v1/keys", "/admin;x/v1", "/%61dmin/"})
  void anOddSpellingOfAdmin(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/../api/tags", "/..;/v2", "/%", "%", "/%00", "*"})
  void anOddSpellingOfTheRest(String path) {
    assertThat(Dialects.of(path).label()).isEqualTo("ollama");
  }
}
