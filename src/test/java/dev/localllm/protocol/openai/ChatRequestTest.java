package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an OpenAI client's chat looks like when it arrives at Ollama. */
class ChatRequestTest {

  @Test
  void aPlainChatSaysNothingThatTheClientDidNotSay() {
    assertThat(sent("{'model':'x','messages':[{'role':'user','content':'Hi'}]}"))
        .isEqualTo("{'model':'routed','stream':false,'messages':[{'role':'user','content':'Hi'}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'temperature':0.5|'options':{'temperature':0.5}",
        "'top_p':1|'options':{'top_p':1.0}",
        "'max_tokens':7|'options':{'num_predict':7}",
        "'max_completion_tokens':7,'max_tokens':7|'options':{'num_predict':7}",
        "'seed':-3|'options':{'seed':-3}",
        "'presence_penalty':-2,'frequency_penalty':2|'options':{'presence_penalty':-2.0,'frequency_penalty':2.0}",
        "'stop':'x'|'options':{'stop':['x']}",
        "'stop':['x','y']|'options':{'stop':['x','y']}",
        "'stop':[]|",
        "'options':{'num_ctx':5,'seed':1},'seed':2|'options':{'num_ctx':5,'seed':2}",
        "'num_ctx':128,'top_k':3,'min_p':0.1,'repetition_penalty':1.1|'options':{'num_ctx':128,'top_k':3,'min_p':0.1,'repeat_penalty':1.1}",
        "'keep_alive':'5m'|'keep_alive':'5m'",
        "'keep_alive':'300'|'keep_alive':300",
        "'keep_alive':-1|'keep_alive':-1",
        "'response_format':{'type':'text'}|",
        "'response_format':{'type':'json_object'}|'format':'json'",
        "'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':{'type':'number','minimum':0.10}}}|'format':{'type':'number','minimum':0.10}",
        "'reasoning_effort':'none'|'think':false",
        "'reasoning_effort':'minimal'|'think':'low'",
        "'reasoning':{'effort':'xhigh'}|'think':'max'",
        "'think':true|'think':true",
        "'think':'high','reasoning_effort':'high'|'think':'high'",
        "'logprobs':true|'logprobs':true",
        "'logprobs':true,'top_logprobs':2|'logprobs':true,'top_logprobs':2",
        "'logprobs':false|",
        "'n':1,'user':'u','store':true,'metadata':{'a':'b'},'modalities':['text'],'logit_bias':{},'verbosity':'medium'|",
        "'temperature':null,'tools':null,'stop':null,'response_format':null|",
        "'tools':[{'type':'function','function':{'name':'f'}}]|'tools':[{'type':'function','function':{'name':'f'}}]",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none'|",
        "'tools':[],'parallel_tool_calls':false|",
      })
  void eachFieldArrives(String given, String wanted) {
    String start = "{'model':'routed','stream':false,'messages':[{'role':'user','content':'Hi'}]";
    assertThat(sent("{'messages':[{'role':'user','content':'Hi'}]," + given + "}"))
        .isEqualTo(start + (wanted == null ? "" : "," + wanted) + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'developer','content':'x'}|{'role':'system','content':'x'}",
        "{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},{'type':'text','text':'b'}]}|{'role':'user','content':'ab','images':['AAAA']}",
        "{'role':'user','content':[{'type':'image_url','image_url':'AAA='}]}|{'role':'user','content':'','images':['AAA=']}",
        "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}}]}|{'role':'user','content':'','images':['AAAA']}",
        "{'role':'assistant','content':null,'refusal':null,'audio':null,'annotations':[]}|{'role':'assistant','content':''}",
        "{'role':'assistant','refusal':'no'}|{'role':'assistant','content':'no'}",
        "{'role':'assistant','content':'a','reasoning_content':'t'}|{'role':'assistant','content':'a','thinking':'t'}",
        "{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':''}}]}|{'role':'assistant','content':'','tool_calls':[{'id':'c','function':{'index':0,'name':'f','arguments':{}}}]}",
        "{'role':'function','name':'f','content':'r'}|{'role':'tool','content':'r','tool_name':'f'}",
        "{'role':'tool','tool_call_id':'c','content':'r'}|{'role':'tool','content':'r','tool_call_id':'c'}",
      })
  void eachMessageArrives(String given, String wanted) {
    assertThat(sent("{'messages':[" + given + "]}"))
        .isEqualTo("{'model':'routed','stream':false,'messages':[" + wanted + "]}");
  }

  @Test
  void aToolsAnswerGetsTheNameOfTheCallThatItAnswers() {
    String sent =
        sent(
            "{'stream':true,'messages':[{'role':'assistant','content':null,'tool_calls':["
                + "{'id':'1','type':'function','function':{'name':'a','arguments':'{\\'k\\':[1]}'}},"
                + "{'id':'2','type':'function','function':{'name':'b','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'2','content':[{'type':'text','text':'r'}]}]}");
    assertThat(sent)
        .isEqualTo(
            "{'model':'routed','stream':true,'messages':[{'role':'assistant','content':'','tool_calls':["
                + "{'id':'1','function':{'index':0,'name':'a','arguments':{'k':[1]}}},"
                + "{'id':'2','function':{'index':1,'name':'b','arguments':{}}}]},"
                + "{'role':'tool','content':'r','tool_call_id':'2','tool_name':'b'}]}");
  }

  @Test
  void anAbsentModelIsNotInvented() {
    assertThat(
            Codecs.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}").requestedModel())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "|7",
        ",\"max_tokens\":3|3",
        ",\"max_completion_tokens\":9|7",
        ",\"options\":{\"num_predict\":-1}|7",
        ",\"options\":{\"num_predict\":5}|5",
        ",\"options\":{\"num_predict\":50}|7",
        ",\"max_tokens\":3,\"options\":{\"num_predict\":50}|3",
      })
  void anAnswerIsBounded(@Nullable String more, int wanted) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]"
            + Objects.requireNonNullElse(more, "")
            + "}";
    JsonNode sent = Json.MAPPER.readTree(Codecs.chat(body).backendBody("m", 7));
    assertThat(sent.at("/options/num_predict").intValue()).isEqualTo(wanted);
  }

  /** JSON with single quotes in, JSON with single quotes out. */
  private static String sent(String body) {
    byte[] bytes =
        Codecs.chat(body.replace("\\'", "\\\\\"").replace('\'', '"').replace("\\\\\"", "\\\""))
            .backendBody("routed", 0);
    Json.MAPPER.readTree(bytes);
    return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
  }
}
