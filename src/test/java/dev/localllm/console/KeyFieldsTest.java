package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ModelPatterns;
import dev.localllm.access.Scope;
import dev.localllm.api.Problem;
import dev.localllm.console.KeyFields.Change;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What may be told of a key. */
class KeyFieldsTest {
  private static final String LEAST = "\"name\":\"a\",\"owner\":\"ada\",\"scopes\":[\"inference\"]";
  private static final Rights ALL =
      new Rights(
          "a",
          "ada",
          "engines",
          Set.of(Scope.INFERENCE, Scope.MODELS_READ),
          new ModelPatterns(List.of("llama3*")),
          60,
          0,
          null,
          new BigDecimal("12.50"),
          true,
          Instant.parse("2027-01-31T12:00:00Z"));

  @Test
  void theLeastThatMustBeTold() {
    Rights rights = KeyFields.created(json("{" + LEAST + "}"));
    assertThat(rights)
        .isEqualTo(
            new Rights(
                "a",
                "ada",
                "",
                Set.of(Scope.INFERENCE),
                ModelPatterns.ALL,
                null,
                null,
                null,
                null,
                false,
                null));
  }

  @Test
  void allThatMayBeTold() {
    assertThat(
            KeyFields.created(
                json(
                    """
                    {"name":"a","owner":"ada","team":"engines","scopes":["models:read","inference"],
                     "models":["llama3*"],"requests_per_minute":60,"tokens_per_minute":0,
                     "concurrency":null,"monthly_budget":"12.50","budget_is_hard":true,
                     "expires_at":"2027-01-31T13:00:00+01:00"}
                    """)))
        .isEqualTo(ALL);
  }

  @Test
  void everyFieldThatIsMissingIsNamed() {
    assertThat(Refusals.fields(() -> KeyFields.created(json("{}"))))
        .containsExactly("name", "owner", "scopes");
  }

  @Test
  void everyFieldThatIsWrongIsNamed_onlyOnce() {
    Problem problem =
        Refusals.of(() ->
            KeyFields.created(
                json(
                    """
                    {"name":"a b","owner":7,"team":null,"scopes":["inference","root","x"],
                     "models":"llama","requests_per_minute":-1,"tokens_per_minute":1.5,
                     "concurrency":"3","monthly_budget":12.5,"budget_is_hard":"no",
                     "expires_at":"soon","disabled":true,"secret":"llm_x"}
                    """)));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo("13 fields are wrong");
    assertThat(problem.errors())
        .extracting(Problem.Field::field)
        .containsExactlyInAnyOrder(
            "name",
            "owner",
            "team",
            "scopes",
            "models",
            "requests_per_minute",
            "tokens_per_minute",
            "concurrency",
            "monthly_budget",
            "budget_is_hard",
            "expires_at",
            "disabled",
            "secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requests_per_minute | 3000000000",
        "requests_per_minute | 100000001",
        "requests_per_minute | true",
        "concurrency         | []",
        "monthly_budget      | \"-0.01\"",
        "monthly_budget      | \"1e9\"",
        "monthly_budget      | \"NaN\"",
        "monthly_budget      | \"1.1234567\"",
        "monthly_budget      | \"10000000000\"",
        "monthly_budget      | \"\"",
        "scopes              | []",
        "scopes              | [\"Admin\"]",
        "scopes              | [null]",
        "scopes              | null",
        "models              | [\"a,b\"]",
        "models              | [\"\"]",
        "models              | [[]]",
        "name                | null",
        "name                | {}",
        "team                | \"a\\u0000\"",
        "team                | \"\\ud800\"",
        "expires_at          | 1800000000",
        "Name                | \"x\"",
        "id                  | \"x\"",
        "version             | 1"
      })
  void aWrongValueIsNamed(String field, String value) {
    ObjectNode body = json("{\"" + field + "\":" + value + "}");
    assertThat(Refusals.fields(() -> KeyFields.changed(body, key()))).containsExactly(field);
  }

  @Test
  void aChangeLeavesTheRest() {
    assertThat(KeyFields.changed(json("{}"), key())).isEqualTo(new Change(ALL, false));
    Change change =
        KeyFields.changed(
            json("{\"requests_per_minute\":null,\"expires_at\":null,\"disabled\":true}"), key());
    assertThat(change.disabled()).isTrue();
    assertThat(change.rights().requests()).isNull();
    assertThat(change.rights().expiresAt()).isNull();
    assertThat(change.rights().monthlyBudget()).isEqualByComparingTo("12.50");
    assertThat(change.rights().models()).isEqualTo(ALL.models());
  }

  @Test
  void manyWrongNamesMakeNoLongAnswer() {
    ObjectNode body = json("{" + LEAST + "}");
    for (int i = 0; i < 1000; i++) {
      body.put("x".repeat(1000) + i, i);
      body.put("y" + i, i);
    }
    Problem problem = Refusals.of(() -> KeyFields.created(body));
    assertThat(problem.errors()).hasSize(50).allMatch(error -> error.field().length() <= 101);
  }

  private static ApiKey key() {
    return new ApiKey("key_1", ALL, false, null, Instant.EPOCH, "x", 3, 7);
  }

  private static ObjectNode json(String text) {
    return Json.read(text.getBytes(UTF_8));
  }
}
