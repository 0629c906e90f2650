package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Json;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.Recording;
import dev.localllm.protocol.Replay;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CompletionTest {

  @Test
  void thePromptGoesToTheModelAsItIsAndWithoutThoughts() {
    Exchange exchange = completion("{'prompt':'a','max_tokens':4,'logprobs':2}");
    assertThat(exchange.operation()).isEqualTo(Operation.GENERATE);
    assertThat(sent(exchange))
        .isEqualTo(
            "{'model':'m','stream':false,'prompt':'a','raw':true,'think':false,"
                + "'logprobs':true,'top_logprobs':2,'options':{'num_predict':4}}");
  }

  @Test
  void theTemplateIsUsedWhenSetSoOrWhenASuffixNeedsIt() {
    OpenAiCodec templated = new OpenAiCodec(InstantSource.system(), () -> "x", false);
    assertThat(sent(templated.completion(bytes("{'prompt':'a'}"))))
        .isEqualTo("{'model':'m','stream':false,'prompt':'a','think':false}");
    assertThat(sent(completion("{'prompt':['a'],'suffix':'b'}")))
        .isEqualTo("{'model':'m','stream':false,'prompt':'a','suffix':'b','think':false}");
  }

  @Test
  void aStreamIsTheSameWhereverItIsCut() {
    byte[] body = Recording.of("generate-stream").body();
    String request =
        "{'prompt':'a','stream':true,'echo':true,'stream_options':{'include_usage':true}}";
    String whole = Replay.inPieces(body, Integer.MAX_VALUE, completion(request).answer());
    for (int at = 0; at <= body.length; at++) {
      assertThat(Replay.cut(body, at, completion(request).answer())).isEqualTo(whole);
    }
    List<JsonNode> chunks = Sse.chunks(whole);
    StringBuilder text = new StringBuilder();
    chunks.forEach(c -> text.append(c.at("/choices/0/text").asString("")));
    assertThat(text).hasToString("aHello there, I am a tiny language model made for tests.");
    assertThat(chunks.get(1).toString())
        .isEqualTo(
            "{\"id\":\"cmpl-x1\",\"object\":\"text_completion\",\"created\":1795254284,"
                + "\"model\":\"tiny-llama\",\"system_fingerprint\":null,\"choices\":[{\"text\":\"Hello\","
                + "\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}");
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").stringValue())
        .isEqualTo("stop");
    assertThat(chunks.getLast().at("/usage/total_tokens").intValue()).isEqualTo(22);
  }

  @Test
  void logprobsAreFourArraysWithOffsetsBehindTheEcho() {
    byte[] body =
        bytes(
            "{'model':'m','response':'é!','done':true,'logprobs':["
                + "{'token':'é','logprob':-0.5,'top_logprobs':[{'token':'é','logprob':-0.5},{'token':'é','logprob':-2}]},"
                + "{'token':'!','logprob':-1,'top_logprobs':[{'token':'!','logprob':-1}]}]}");
    String answer =
        Replay.whole(body, completion("{'prompt':'😀b','echo':true,'logprobs':2}").answer());
    JsonNode choice = Json.MAPPER.readTree(answer).at("/choices/0");
    assertThat(choice.get("text").stringValue()).isEqualTo("😀bé!");
    assertThat(choice.get("logprobs").toString())
        .isEqualTo(
            "{\"tokens\":[\"é\",\"!\"],\"token_logprobs\":[-0.5,-1.0],"
                + "\"top_logprobs\":[{\"é\":-0.5},{\"!\":-1.0}],\"text_offset\":[2,3]}");
  }

  @Test
  void streamedLogprobsCountOn() {
    byte[] body =
        bytes(
            "{'model':'m','response':'ab','done':false,'logprobs':[{'token':'ab','logprob':-1}]}\n"
                + "{'model':'m','response':'c','done':false,'logprobs':[{'token':'c','logprob':-1}]}\n"
                + "{'model':'m','response':'','done':true,'done_reason':'length'}\n");
    List<JsonNode> chunks =
        Sse.chunks(
            Replay.inPieces(
                body, 9, completion("{'prompt':'p','stream':true,'logprobs':0}").answer()));
    assertThat(chunks.get(1).at("/choices/0/logprobs").toString())
        .isEqualTo(
            "{\"tokens\":[\"c\"],\"token_logprobs\":[-1.0],\"top_logprobs\":null,\"text_offset\":[2]}");
    assertThat(chunks.get(2).at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|missing",
        "{'prompt':''}|empty",
        "{'prompt':[]}|empty",
        "{'prompt':['a','b']}|at most 1",
        "{'prompt':[1,2]}|token numbers",
        "{'prompt':[[1]]}|token numbers",
        "{'prompt':'a','best_of':2}|must be 1",
        "{'prompt':'a','logprobs':6}|0 to 5",
        "{'prompt':'a','messages':[]}|unknown parameter messages",
      })
  void whatCannotBeHonouredIsRefused(String body, String words) {
    assertThatThrownBy(() -> completion(body))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining(words);
  }

  private static Exchange completion(String body) {
    return Codecs.codec().completion(bytes(body));
  }

  private static String sent(Exchange exchange) {
    return new String(exchange.backendBody("m", 0), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
