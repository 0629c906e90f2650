package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What OpenAI clients are told when their request cannot be honoured. */
class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'temperature':2.1|temperature|invalid_value|must be from 0.0 to 2.0",
        "'temperature':'hot'|temperature|invalid_type|must be a number",
        "'temperature':1e999999999|temperature|invalid_value|must be",
        "'top_p':-0.1|top_p|invalid_value|must be",
        "'max_tokens':0|max_tokens|invalid_value|must be from 1",
        "'max_tokens':1.5|max_tokens|invalid_type|must be an integer",
        "'max_tokens':99999999999999999999|max_tokens|invalid_value|must be from 1",
        "'max_tokens':1,'max_completion_tokens':2|max_tokens|invalid_value|must equal",
        "'stop':['a','b','c','d','e']|stop|invalid_value|at most 4",
        "'stop':['']|stop|invalid_value|empty",
        "'stop':7|stop|invalid_type|string",
        "'n':2|n|unsupported_parameter|must be 1",
        "'logit_bias':{'1':2}|logit_bias|unsupported_parameter|not supported",
        "'functions':[{}]|functions|unsupported_parameter|use tools",
        "'tool_choice':'required'|tool_choice|unsupported_parameter|auto or none",
        "'tool_choice':{'type':'function'}|tool_choice|unsupported_parameter|auto or none",
        "'tools':[{'type':'custom'}]|tools[0].type|unsupported_parameter|function",
        "'tools':[{'type':'function'}]|tools[0].function|missing_required_parameter|is missing",
        "'tools':[{'type':'function','function':{'name':''}}]|tools[0].function.name|invalid_value|1 to 256",
        "'tools':{}|tools|invalid_type|must be an array",
        "'tools':[7]|tools[0]|invalid_type|must be an object",
        "'tools':[{'type':'function','function':{'name':'f'}}],'parallel_tool_calls':false|parallel_tool_calls|unsupported_parameter|must be true",
        "'response_format':{'type':'xml'}|response_format.type|invalid_value|json_schema",
        "'response_format':{'type':'json_schema'}|response_format.json_schema|missing_required_parameter|missing",
        "'reasoning_effort':'huge'|reasoning_effort|invalid_value|xhigh",
        "'reasoning_effort':'low','think':true|think|invalid_value|contradicts",
        "'top_logprobs':1|top_logprobs|invalid_value|logprobs: true",
        "'logprobs':true,'top_logprobs':21|top_logprobs|invalid_value|0 to 20",
        "'stream_options':{}|stream_options|invalid_value|stream: true",
        "'stream':'yes'|stream|invalid_type|true or false",
        "'temprature':1|temprature|unknown_parameter|did you mean temperature?",
        "'zzzzzzzzz':1|zzzzzzzzz|unknown_parameter|unknown parameter zzzzzzzzz",
        "'options':{'num_ctxx':1}|options.num_ctxx|invalid_value|did you mean num_ctx?",
        "'options':{'temperature':'hot'}|options.temperature|invalid_type|a number",
        "'options':{'stop':'x'}|options.stop|invalid_type|array of strings",
        "'num_ctx':'many'|num_ctx|invalid_type|an integer",
        "'keep_alive':'soon'|keep_alive|invalid_value|5m",
        "'keep_alive':true|keep_alive|invalid_value|5m",
        "'repeat_penalty':1,'repetition_penalty':1|repetition_penalty|invalid_value|only one",
        "'model':7|model|invalid_type|a string",
      })
  void aFieldThatCannotBeHonouredIsNamed(String field, String param, String code, String words) {
    refused("{'messages':[{'role':'user','content':'x'}]," + field + "}", param, code, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'content':'x'}|.role|missing_required_parameter|missing",
        "{'role':'robot','content':'x'}|.role|invalid_value|system, developer, user",
        "{'role':'user'}|.content|missing_required_parameter|missing",
        "{'role':'user','content':7}|.content|invalid_type|parts",
        "{'role':'user','content':[7]}|.content[0]|invalid_type|object",
        "{'role':'user','content':[{'type':'file','file':{}}]}|.content[0].type|unsupported_parameter|file",
        "{'role':'user','content':[{'type':'video'}]}|.content[0].type|invalid_value|text, image_url",
        "{'role':'user','content':[{'type':'text'}]}|.content[0].text|missing_required_parameter|missing",
        "{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}|.content[0].image_url.url|unsupported_parameter|data URL",
        "{'role':'user','content':[{'type':'image_url','image_url':'data:image/png,abc'}]}|.content[0].image_url|invalid_value|base64",
        "{'role':'user','content':[{'type':'image_url','image_url':'data:image/png;base64,'}]}|.content[0].image_url|invalid_value|base64",
        "{'role':'user','content':'x','tool_calls':[{}]}|.tool_calls|invalid_value|assistant",
        "{'role':'user','content':'x','colour':1}|.colour|unknown_parameter|unknown",
        "{'role':'tool','content':'x'}|.tool_call_id|missing_required_parameter|missing",
        "{'role':'assistant','tool_calls':[{'function':{'name':'f'}}]}|.tool_calls[0].id|missing_required_parameter|missing",
        "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':'{'}}]}|.tool_calls[0].function.arguments|invalid_value|JSON object",
        "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':'[]'}}]}|.tool_calls[0].function.arguments|invalid_value|JSON object",
      })
  void aMessageThatCannotBeHonouredIsNamedWithItsPath(
      String message, String path, String code, String words) {
    refused(
        "{'messages':[{'role':'user','content':'x'}," + message + "]}",
        "messages[1]" + path,
        code,
        words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|messages|missing_required_parameter|missing",
        "{'messages':[]}|messages|invalid_value|at least 1",
        "{'messages':'x'}|messages|invalid_type|array",
        "[]||invalid_type|object",
        "{'messages':||null|unexpected EOF",
        "{'messages':x}||null|byte",
        "``||null|missing request body",
      })
  void aBodyThatIsNoRequestIsRefused(String body, String param, String code, String words) {
    refused(body, param, code.equals("null") ? null : code, words);
  }

  @Test
  void absurdNumbersOfThingsAreRefusedByTheirLimit() {
    String tools = "{'type':'function','function':{'name':'f'}},".repeat(10_000) + "{}";
    refused("{'messages':[{}],'tools':[" + tools + "]}", "tools", "invalid_value", "at most 1024");
    refused(
        "{'messages':[" + "{},".repeat(10_000) + "{}]}",
        "messages",
        "invalid_value",
        "at most 10000");
    refused("{'messages':" + "[".repeat(1000), null, null, "nested");
  }

  private static void refused(String body, String param, String code, String words) {
    GatewayException e =
        catchThrowableOfType(
            GatewayException.class,
            () ->
                Codecs.codec()
                    .chatCompletion(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    assertThat(e).isNotNull();
    var answer = new OpenAiDialect().error(e.error());
    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = Json.MAPPER.readTree(answer.body()).get("error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("message").stringValue()).contains(words);
    assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(error.get("param").stringValue(null)).isEqualTo(param);
    assertThat(error.get("code").stringValue(null)).isEqualTo(code);
  }
}
