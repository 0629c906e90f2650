package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.chat.GatewayException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-1: what the rights of a key may be. */
class RightsCheckTest {

  @Test
  void everyFieldThatIsWrongIsNamed() {
    Rights rights =
        new Rights(
            "two words",
            " ",
            "x".repeat(201),
            Set.of(),
            new ModelPatterns(List.of("a,b")),
            -1,
            100_000_001,
            Integer.MIN_VALUE,
            new BigDecimal("0.0000001"),
            true,
            null);
    assertThat(rights.flaws())
        .containsOnlyKeys(
            "name",
            "owner",
            "team",
            "scopes",
            "models",
            "requests_per_minute",
            "tokens_per_minute",
            "concurrency",
            "monthly_budget");
    assertThatThrownBy(() -> RightsCheck.checked(rights))
        .isInstanceOf(GatewayException.class)
        .hasMessageStartingWith("name must be");
  }

  @Test
  void soundRightsHaveNoFlaws() {
    assertThat(Keys.named("a").flaws()).isEmpty();
  }

  /** A look-alike, a line break, a zero, half a character, a turn of direction, too many halves. */
  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "a\ud800", "a\u202eb", "a\u2028b"})
  void anOwnerIsOneLineThatDatabasesTake(String owner) {
    assertThat(owned(owner).flaws()).containsOnlyKeys("owner");
  }

  @Test
  void theLengthOfAnOwnerIsThatOfTheDatabase() {
    assertThat(owned("\ud83d\ude00".repeat(100)).flaws()).isEmpty();
    assertThat(owned("\ud83d\ude00".repeat(101)).flaws()).containsOnlyKeys("owner");
  }

  @Test
  void namesThatLookLikeOthersAreNoNames() {
    for (String name : List.of("аdmin", "admin\u200b", "ａdmin", "-admin", "", "x".repeat(101))) {
      assertThat(Keys.named(name).flaws()).as(name).containsOnlyKeys("name");
    }
  }

  @Test
  void allModelsTogetherFitIntoTheDatabase() {
    Rights named = Keys.named("a");
    assertThat(with(named, Collections.nCopies(20, "m".repeat(199))).flaws()).isEmpty();
    assertThat(with(named, Collections.nCopies(20, "m".repeat(200))).flaws())
        .containsEntry("models", "must have at most 4000 characters together");
    assertThat(with(named, Collections.nCopies(101, "m")).flaws()).containsOnlyKeys("models");
  }

  private static Rights owned(String owner) {
    Rights it = Keys.named("a");
    return new Rights(
        it.name(), owner, "", it.scopes(), it.models(), null, null, null, null, false, null);
  }

  private static Rights with(Rights it, List<String> models) {
    return new Rights(
        it.name(),
        it.owner(),
        "",
        it.scopes(),
        new ModelPatterns(models),
        null,
        null,
        null,
        null,
        false,
        null);
  }
}
