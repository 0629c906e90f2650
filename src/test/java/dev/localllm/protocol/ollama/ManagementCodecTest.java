package dev.localllm.protocol.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.Replay;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementCodecTest {

  private final ManagementCodec codec = new ManagementCodec(name -> name.startsWith("sample"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PULL   | {'model':'a'}                    | a      | true",
        "PULL   | {'name':'a'}                     | a      | true",
        "PULL   | {'model':'','name':'a'}          | a      | true",
        "PULL   | {'model':null,'name':'a'}        | a      | true",
        "PUSH   | {'model':'a','name':'b'}         | a      | true",
        "PULL   | {'model':'a','stream':false}     | a      | false",
        "PULL   | {'model':'a','stream':null}      | a      | true",
        "CREATE | {'model':'a','from':'b'}         | a      | true",
        "CREATE | {'model':'a','files':{'model':1}}| a      | true",
        "COPY   | {'source':'a','destination':'b'} | a -> b | false",
        "COPY   | {'source':'a','model':1}         | 'a -> ' | false",
        "DELETE | {'model':'a','stream':7}         | a      | false",
      })
  void knowsWhatIsManagedAndForwardsTheBytes(
      Operation operation, String quoted, String model, boolean streams) {
    byte[] body = json(quoted);
    Exchange exchange = codec.exchange(operation, body);
    assertThat(exchange.operation()).isEqualTo(operation);
    assertThat(exchange.requestedModel()).contains(model);
    assertThat(exchange.streaming()).isEqualTo(streams);
    assertThat(exchange.backendBody("another", 0)).isSameAs(body);
  }

  @ParameterizedTest
  @EnumSource(names = {"PULL", "PUSH", "CREATE", "DELETE"})
  void aMissingNameIsForTheBackendToRefuse(Operation operation) {
    assertThat(codec.exchange(operation, json("{}")).requestedModel()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PULL   | {'model':5}               | model must be a string",
        "PULL   | {'name':['a']}            | name must be a string",
        "PULL   | {'model':'a','stream':1}  | stream must be true or false",
        "PULL   | {'model':'a','model':'b'} | give model only once",
        "PULL   | {'model':'a','Model':'b'} | write model in lower case",
        "PULL   | {'model':'a','\u017ftream':true} | write stream in lower case",
        "DELETE | {'model':'a','NAME':'b'}  | write name in lower case",
        "COPY   | {'source':5}              | source must be a string",
        "COPY   | {'Source':'a'}            | write source in lower case",
        "CREATE | {'model':'a','from':5}    | from must be a string",
        "PULL   | {'model':                 | unexpected EOF",
        "PULL   | []                        | the body must be a JSON object",
        "PULL   | {}{}                      | there must be nothing behind the JSON object",
        "PULL   | ' '                       | missing request body",
        "PULL   | {'model':'a\\u0007'}    | model must not contain control characters",
      })
  void refusesWhatCanBeReadInTwoWays(Operation operation, String quoted, String message) {
    assertThat(refusal(operation, json(quoted)).message()).isEqualTo(message);
  }

  @Test
  void aNameHasAnEnd() {
    assertThat(refusal(Operation.PULL, json("{'model':'" + "a".repeat(513) + "'}")))
        .isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PULL   | {'model':'sample'}",
        "PUSH   | {'name':'sample:latest'}",
        "DELETE | {'model':'a','name':'sample'}",
        "CREATE | {'model':'sample','from':'a'}",
        "CREATE | {'model':'a','from':'sample'}",
        "COPY   | {'source':'a','destination':'sample'}",
        "COPY   | {'source':'sample','destination':'a'}",
        "COPY   | {'source':'a','destination':'library/sample'}",
        "COPY   | {'source':'a','destination':'registry.ollama.ai/library/sample'}",
        "COPY   | {'source':'a','destination':'HTTPS://Registry.Ollama.AI/Library/sample'}",
      })
  void whatIsBuiltInCannotBeManaged(Operation operation, String quoted) {
    GatewayError refusal = refusal(operation, json(quoted));
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.message()).contains("built into the gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine/sample", "example.com/library/sample", "other"})
  void othersNamesAreFree(String name) {
    assertThat(codec.exchange(Operation.PULL, json("{'model':'" + name + "'}")).requestedModel())
        .contains(name);
  }

  @Test
  void anUnstreamedAnswerIsForwardedIfItTellsSuccess() {
    Exchange pull = codec.exchange(Operation.PULL, json("{'model':'a','stream':false}"));
    assertThat(Replay.whole(json("{'status':'success'}"), pull.answer()))
        .isEqualTo("{\"status\":\"success\"}");
    assertThat(Replay.whole(json("{'status':'pulling'}"), pull.answer())).endsWith("(incomplete)");
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "DELETE"})
  void anEmptyAnswerIsOne(Operation operation) {
    Exchange exchange = codec.exchange(operation, json("{}"));
    assertThat(Replay.whole(new byte[0], exchange.answer())).isEmpty();
  }

  @Property(tries = 300)
  void anyBytesAreReadOrRefused(@ForAll byte[] body, @ForAll Operation operation) {
    if (operation.managesModels()) {
      try {
        codec.exchange(operation, body);
      } catch (GatewayException e) {
        assertThat(e.error()).isInstanceOf(Invalid.class);
      }
    }
  }

  private GatewayError refusal(Operation operation, byte[] body) {
    return catchThrowableOfType(GatewayException.class, () -> codec.exchange(operation, body))
        .error();
  }

  private static byte[] json(String quoted) {
    return quoted.replace('\'', '"').getBytes(UTF_8);
  }
}
