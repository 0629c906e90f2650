package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private static final LineFormat TEXT = new TextLines(ZoneOffset.UTC);
  private static final LineFormat JSON = new JsonLines();

  @Test
  void textTellsOfARequestInOneLine() {
    assertThat(line(TEXT, new AccessRecord(Settlements.completed("llama"))))
        .isEqualTo(
            "10:00:00.123 INFO openai chat stream llama>llama:latest at mini 200 completed,"
                + " tokens 12+34, first 12.3 ms, all 345.7 ms [req_1]\n");
  }

  @Test
  void textTellsOfARequestThatWasTurnedAway() {
    assertThat(line(TEXT, new AccessRecord(Settlements.turnedAway())))
        .isEqualTo(
            "10:00:00.123 INFO ollama generate - 503 failed, tokens 0+0, all 1.0 ms [req_2]\n");
  }

  @Test
  void jsonHasAFieldForEachFact() {
    assertThat(line(JSON, new AccessRecord(Settlements.completed("llama"))))
        .isEqualTo(
            """
            {"time":"2026-11-21T10:00:00.123Z","level":"INFO","message":"request",\
            "requestId":"req_1","dialect":"openai","operation":"chat","stream":true,\
            "requestedModel":"llama","routedModel":"llama:latest","reportedModel":"llama:latest",\
            "backend":"mini","status":200,"outcome":"completed","promptTokens":12,\
            "completionTokens":34,"ttftMs":12.3,"durationMs":345.7}
            """);
  }

  @Test
  void jsonLeavesOutWhatIsNotKnown() {
    assertThat(line(JSON, new AccessRecord(Settlements.turnedAway())))
        .doesNotContain("Model", "backend", "ttftMs");
  }

  @Test
  void aModelsNameCanNeitherEndALineNorFillIt() {
    var record = new AccessRecord(Settlements.completed("a\nb\u001b[31m" + "c".repeat(9999)));
    assertThat(line(TEXT, record)).hasLineCount(1).doesNotContain("\u001b").hasSizeLessThan(600);
    assertThat(line(JSON, record)).hasLineCount(1).doesNotContain("\u001b").hasSizeLessThan(800);
  }

  @Test
  void anyLineCarriesTheRequestsId() {
    assertThat(text(TEXT, record("fine"), "req_7")).isEqualTo("10:00:00.123 WARN fine [req_7]\n");
    assertThat(text(JSON, record("fine"), "req_7"))
        .isEqualTo(
            """
            {"time":"2026-11-21T10:00:00.123Z","level":"WARN","message":"fine",\
            "requestId":"req_7","logger":"dev.localllm"}
            """);
  }

  @Test
  void withoutARequestThereIsNoId() {
    assertThat(line(TEXT, record("fine"))).isEqualTo("10:00:00.123 WARN fine\n");
    assertThat(line(JSON, record("fine"))).doesNotContain("requestId");
  }

  @Test
  void messagesAreFilledInAndHarmless() {
    LogRecord record = record("{0} of\n{1}");
    record.setParameters(new Object[] {1, 2});
    assertThat(line(TEXT, record)).isEqualTo("10:00:00.123 WARN 1 of\uFFFD2\n");
  }

  @Test
  void exceptionsAreTold() {
    LogRecord record = record("broken");
    record.setThrown(new IllegalStateException("why"));
    assertThat(line(TEXT, record)).contains("broken\njava.lang.IllegalStateException: why\n\tat ");
    assertThat(line(JSON, record))
        .hasLineCount(1)
        .contains("\"exception\":\"java.lang.IllegalStateException: why\\n\\tat ");
  }

  private static LogRecord record(String message) {
    var record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("dev.localllm");
    return record;
  }

  private static String line(LineFormat format, LogRecord record) {
    return text(format, record, "");
  }

  private static String text(LineFormat format, LogRecord record, String requestId) {
    record.setInstant(Instant.parse("2026-11-21T10:00:00.123456Z"));
    return new String(format.line(record, requestId), UTF_8);
  }
}
