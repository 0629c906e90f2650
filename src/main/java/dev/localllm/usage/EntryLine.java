package dev.localllm.usage;

import dev.localllm.chat.Usage;
import dev.localllm.usage.UsageEntry.Account;
import dev.localllm.usage.UsageEntry.Call;
import dev.localllm.usage.UsageEntry.Ending;
import dev.localllm.usage.UsageEntry.Outcome;
import dev.localllm.usage.UsageEntry.Times;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An entry as a line of the journal: a JSON object whose names are the columns'. */
final class EntryLine {
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().rootValueSeparator("").build())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EntryLine() {}

  /** Takes lines for {@code out}, which it leaves open when it is closed. */
  static JsonGenerator generator(OutputStream out) {
    return JSON.createGenerator(out);
  }

  /** Appends the line of {@code entry}, with its end; when this returns, the stream has it. */
  static void write(UsageEntry entry, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", entry.id());
    json.writeStringProperty("request_id", entry.requestId());
    json.writeNumberProperty("ended_at", entry.endedAt().toEpochMilli());
    write(entry.account(), json);
    write(entry.call(), json);
    json.writeNumberProperty("prompt_tokens", entry.usage().promptTokens());
    json.writeNumberProperty("cached_tokens", entry.usage().cachedTokens());
    json.writeNumberProperty("completion_tokens", entry.usage().completionTokens());
    json.writeBooleanProperty("tokens_estimated", entry.tokensEstimated());
    write(entry.times(), json);
    json.writeNumberProperty("status", entry.ending().status());
    json.writeStringProperty("outcome", entry.ending().outcome().name());
    write("cancelled_by", entry.ending().cancelledBy(), json);
    json.writeNumberProperty("cost", entry.cost());
    json.writeStringProperty("replica", entry.replica());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static UsageEntry read(String line) {
    try {
      JsonNode row = JSON.readTree(line);
      return new UsageEntry(
          text(row, "id"),
          text(row, "request_id"),
          Instant.ofEpochMilli(number(row, "ended_at")),
          account(row),
          call(row),
          usage(row),
          truth(row, "tokens_estimated"),
          times(row),
          ending(row),
          row.required("cost").decimalValue(),
          text(row, "replica"));
    } catch (JacksonException | ArithmeticException e) {
      throw new IllegalArgumentException("not an entry", e);
    }
  }

  private static void write(Account account, JsonGenerator json) {
    json.writeStringProperty("key_id", account.keyId());
    json.writeStringProperty("key_name", account.keyName());
    json.writeStringProperty("owner", account.owner());
    json.writeStringProperty("team", account.team());
  }

  private static Account account(JsonNode row) {
    return new Account(
        text(row, "key_id"), text(row, "key_name"), text(row, "owner"), text(row, "team"));
  }

  private static void write(Call call, JsonGenerator json) {
    json.writeStringProperty("dialect", call.dialect());
    json.writeStringProperty("operation", call.operation());
    json.writeBooleanProperty("streamed", call.streamed());
    write("requested_model", call.requestedModel(), json);
    write("routed_model", call.routedModel(), json);
    write("reported_model", call.reportedModel(), json);
    write("backend", call.backend(), json);
  }

  private static Call call(JsonNode row) {
    return new Call(
        text(row, "dialect"),
        text(row, "operation"),
        truth(row, "streamed"),
        optionalText(row, "requested_model"),
        optionalText(row, "routed_model"),
        optionalText(row, "reported_model"),
        optionalText(row, "backend"));
  }

  private static Usage usage(JsonNode row) {
    return new Usage(
        row.required("prompt_tokens").intValue(),
        row.required("cached_tokens").intValue(),
        row.required("completion_tokens").intValue());
  }

  private static void write(Times times, JsonGenerator json) {
    json.writeNumberProperty("queue_ms", times.queued().toMillis());
    times.load().ifPresent(time -> json.writeNumberProperty("load_ms", time.toMillis()));
    times.firstByte().ifPresent(time -> json.writeNumberProperty("first_byte_ms", time.toMillis()));
    json.writeNumberProperty("total_ms", times.total().toMillis());
  }

  private static Times times(JsonNode row) {
    return new Times(
        Duration.ofMillis(number(row, "queue_ms")),
        row.optional("load_ms").map(JsonNode::longValue).map(Duration::ofMillis),
        row.optional("first_byte_ms").map(JsonNode::longValue).map(Duration::ofMillis),
        Duration.ofMillis(number(row, "total_ms")));
  }

  private static Ending ending(JsonNode row) {
    return new Ending(
        row.required("status").intValue(),
        Outcome.valueOf(text(row, "outcome")),
        optionalText(row, "cancelled_by"));
  }

  private static void write(String name, Optional<String> text, JsonGenerator json) {
    text.ifPresent(value -> json.writeStringProperty(name, value));
  }

  private static String text(JsonNode row, String name) {
    return row.required(name).stringValue();
  }

  private static Optional<String> optionalText(JsonNode row, String name) {
    return row.optional(name).map(JsonNode::stringValue);
  }

  private static long number(JsonNode row, String name) {
    return row.required(name).longValue();
  }

  private static boolean truth(JsonNode row, String name) {
    return row.required(name).booleanValue();
  }
}
