package dev.localllm.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text without end in a short field is refused soon, by name, and with what is allowed. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class FieldLengthsTest {

  private static final String LONG = "1h".repeat(1 << 19);
  private static final String CALL =
      "[{'role':'user','content':'hi'},{'role':'assistant','tool_calls':[{'id':'%s','type':"
          + "'function','function':{'name':'%s','arguments':'{}'}}]},"
          + "{'role':'tool','tool_call_id':'%s','content':'1'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'keep_alive':'%s'|at most 64 characters",
        "'model':'%s'|at most 512 characters",
        "'stop':'%s'|at most 1000 characters",
        "'tools':[{'type':'function','function':{'name':'%s'}}]|256 characters"
      })
  void aFieldIsBounded(String field, String told) {
    assertThat(
            refusal("{'messages':[{'role':'user','content':'hi'}]," + field.formatted(LONG) + "}"))
        .contains(told);
  }

  @Test
  void whatNamesToolsIsBounded() {
    assertThat(refusal("{'messages':" + CALL.formatted(LONG, "f", "a") + "}"))
        .contains("1 to 256 characters");
    assertThat(refusal("{'messages':" + CALL.formatted("a", LONG, "a") + "}"))
        .contains("at most 256 characters");
    assertThat(refusal("{'messages':" + CALL.formatted("a", "f", LONG) + "}"))
        .contains("at most 256 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5m", "-1m", "+1.5h30m", "1h1m1s1ms1us1µs1ns", "300", "-1", "0", "1.s"})
  void durationsOfGoAreTaken(String duration) {
    assertThatCode(() -> Codecs.chat(json(keepAlive(duration)))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "5x", "--5m", "5m ", " 5m", "5m5", ".5m", "1e3s", "5M", "5 m"})
  void nothingElseIs(String duration) {
    assertThat(refusal(keepAlive(duration))).contains("keep_alive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"temperature", "top_p", "max_tokens", "seed", "top_k", "keep_alive"})
  void numbersWithoutEndAreAnsweredSoon(String field) {
    for (String number :
        new String[] {"1e999999999", "-1e999999999", "9".repeat(1 << 20), "1e9999999999999999"}) {
      assertThat(
              refusal(
                  "{'messages':[{'role':'user','content':'hi'}],'%s':%s}".formatted(field, number)))
          .isNotEmpty();
    }
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(1000) + "]".repeat(1000);
    assertThat(refusal("{'messages':" + deep + "}")).contains("nested at most 500 deep");
    assertThat(
            refusal(
                "{'tools':[{'type':'function','function':{'name':'f','parameters':{'a':"
                    + deep
                    + "}}}]}"))
        .contains("nested at most 500 deep");
  }

  private static String keepAlive(String text) {
    return "{'messages':[{'role':'user','content':'hi'}],'keep_alive':'" + text + "'}";
  }

  private static String refusal(String body) {
    return catchThrowableOfType(GatewayException.class, () -> Codecs.chat(json(body)))
        .error()
        .message();
  }

  private static String json(String body) {
    return new String(body.replace('\'', '"').getBytes(UTF_8), UTF_8);
  }
}
