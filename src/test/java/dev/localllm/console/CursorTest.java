package dev.localllm.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void comesBackAsItWent() {
    String cursor = Cursor.of("audit", "2027-01-31T12:00:00Z", "", "é");
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.place("audit", 3, cursor))
        .hasValueSatisfying(
            place -> assertThat(place).containsExactly("2027-01-31T12:00:00Z", "", "é"));
  }

  @Test
  void belongsToOneList() {
    String cursor = Cursor.of("keys", "a");
    assertThat(Cursor.place("audit", 1, cursor)).isEmpty();
    assertThat(Cursor.place("keys", 2, cursor)).isEmpty();
    assertThat(Cursor.place("keys", 1, cursor)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "keys", "!", "a2V5cw==x", "null"})
  void nothingElseIsOne(String text) {
    assertThat(Cursor.place("keys", 1, text)).isEmpty();
  }

  /** A database would fail on it. */
  @Test
  void noneHasAZero() {
    assertThat(Cursor.place("keys", 1, Cursor.of("keys", "a\u0000"))).isEmpty();
  }

  @Test
  void onlyTextIsOne() {
    byte[] bytes = "keys\nx".getBytes(UTF_8);
    bytes[5] = (byte) 0xff;
    String text = Base64.getUrlEncoder().encodeToString(bytes);
    assertThat(Cursor.place("keys", 1, text)).isEmpty();
  }
}
