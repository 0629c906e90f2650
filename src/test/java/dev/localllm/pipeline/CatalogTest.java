package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.access.Caller;
import dev.localllm.access.ModelPatterns;
import dev.localllm.backend.Fleet;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.Refused;
import dev.localllm.chat.GatewayException;
import dev.localllm.routing.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class CatalogTest {

  private final ScriptedBackend first = new ScriptedBackend();
  private final ScriptedBackend second = new ScriptedBackend();
  private final Watchdog watchdog = new Watchdog();
  private final Changes changes = new Changes();
  private final Catalog catalog = catalog(Duration.ofMinutes(1));

  @Test
  void listsTheModelsOfAllBackendsByName() {
    first.head(200).piece("{\"models\":[{\"name\":\"z\"},{\"name\":\"b\"}]}").end();
    second.head(200).piece("{\"models\":[{\"name\":\"a\"}]}").end();
    assertThat(names(catalog.models("req_1", TestSettings.CALLER))).containsExactly("a", "b", "z");
    assertThat(first.requests).containsExactly("TAGS ");
  }

  @Test
  void ofTwoModelsWithOneNameTheFirstBackendsIsListed() {
    first.head(200).piece("{\"models\":[{\"name\":\"a\",\"size\":1}]}").end();
    second.head(200).piece("{\"models\":[{\"name\":\"a\",\"size\":2}]}").end();
    ObjectNode listing = catalog.models("req_1", TestSettings.CALLER);
    assertThat(names(listing)).containsExactly("a");
    assertThat(listing.at("/models/0/size").asInt()).isEqualTo(1);
  }

  @Test
  void keepsWhateverABackendTellsOfAModel() {
    first.head(200).piece("{\"models\":[{\"name\":\"a\",\"expires_at\":\"x\",\"n\":{}}]}").end();
    second.unreachable();
    assertThat(catalog.loaded("req_1", TestSettings.CALLER).at("/models/0"))
        .hasToString("{\"name\":\"a\",\"expires_at\":\"x\",\"n\":{}}");
    assertThat(first.requests).containsExactly("LOADED ");
  }

  @Test
  void aBackendThatTheLastProbeDidNotReachIsNotAsked() {
    first.unreachable();
    second.head(200).piece("{\"models\":[{\"name\":\"a\"}]}").end();
    assertThat(names(catalog.models("req_1", TestSettings.CALLER))).containsExactly("a");
    assertThat(first.requests).isEmpty();
    assertThat(catalog.version()).isEqualTo("0.34.2");
  }

  @Test
  void withoutAnyBackendThereIsNoListing() {
    first.unreachable();
    second.unreachable();
    var nobody = new BackendFailed("no backend can be reached");
    assertThat(error(() -> catalog.models("req_1", TestSettings.CALLER))).isEqualTo(nobody);
    assertThat(error(() -> catalog.loaded("req_1", TestSettings.CALLER))).isEqualTo(nobody);
    assertThat(error(catalog::version)).isEqualTo(nobody);
  }

  @Test
  void aBackendThatKeepsSilentIsGivenUp() throws InterruptedException {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      clock.scheduleWithFixedDelay(watchdog::step, 5, 5, TimeUnit.MILLISECONDS);
      GatewayError error =
          error(() -> catalog(Duration.ofMillis(20)).models("req_1", TestSettings.CALLER));
      assertThat(error).isInstanceOf(BackendSilent.class);
      assertThat(first.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    } finally {
      clock.shutdownNow();
    }
  }

  @Test
  void howeverManyAskABackendIsAskedOnce() throws Exception {
    second.unreachable();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ObjectNode>> listings = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        listings.add(callers.submit(() -> catalog.models("req_1", TestSettings.CALLER)));
      }
      assertThat(first.asked.await(5, TimeUnit.SECONDS)).isTrue();
      first.head(200).piece("{\"models\":[{\"name\":\"a\"}]}").end();
      for (Future<ObjectNode> listing : listings) {
        assertThat(names(listing.get(5, TimeUnit.SECONDS))).containsExactly("a");
      }
    }
    assertThat(names(catalog.models("req_2", TestSettings.CALLER))).containsExactly("a");
    assertThat(first.requests).containsExactly("TAGS ");
  }

  @Test
  void anErrorIsSharedToo() {
    second.unreachable();
    first.head(500).piece("{\"error\":\"busy\"}").end();
    for (int i = 0; i < 3; i++) {
      assertThat(error(() -> catalog.models("req_1", TestSettings.CALLER)))
          .isEqualTo(new Refused(500, "busy"));
    }
    assertThat(first.requests).hasSize(1);
  }

  @Test
  void whoeverKnowsOfAChangeIsNotShownWhatWasBefore() {
    second.unreachable();
    first.head(200).piece("{\"models\":[{\"name\":\"a\"}]}").end();
    assertThat(names(catalog.models("req_1", TestSettings.CALLER))).containsExactly("a");
    changes.answering(new RecordingClient()).done(200);
    first.head(200).piece("{\"models\":[{\"name\":\"b\"}]}").end();
    assertThat(names(catalog.models("req_2", TestSettings.CALLER))).containsExactly("b");
  }

  @Test
  void whatIsSharedIsStillFilteredForEachCaller() {
    second.unreachable();
    first.head(200).piece("{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}").end();
    assertThat(names(catalog.models("req_1", TestSettings.CALLER))).containsExactly("a", "b");
    assertThat(names(catalog.models("req_2", onlyA()))).containsExactly("a");
    assertThat(first.requests).hasSize(1);
  }

  private static Caller onlyA() {
    Caller all = TestSettings.CALLER;
    return new Caller(
        "key_2",
        "other",
        all.owner(),
        all.team(),
        all.scopes(),
        new ModelPatterns(List.of("a")),
        all.allowance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "{\"models\":"})
  void whatABackendGetsWrongIsNotTheClientsFault(String body) {
    first.head(200).piece(body).end();
    assertThat(error(() -> catalog.models("req_1", TestSettings.CALLER)))
        .isInstanceOf(BackendFailed.class);
  }

  @Test
  void asksTheModelsBackendToShowIt() {
    first.head(200).piece("{\"license\":\"MIT\",\"modelfile\":\"\"}").end();
    assertThat(show("{\"model\":\"llama\",\"verbose\":true}").path("license").asString())
        .isEqualTo("MIT");
    assertThat(first.requests).containsExactly("SHOW {\"model\":\"llama\",\"verbose\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":\"llama\"}", "{\"model\":\"\",\"name\":\"llama\"}"})
  void understandsTheOldNameOfTheField(String question) {
    first.head(200).piece("{\"modelfile\":\"\"}").end();
    assertThat(show(question)).isNotEmpty();
    assertThat(first.requests.getFirst()).contains("\"model\":\"llama\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/root/.ollama/blobs/sha256-1", "C:\\\\Users\\\\me\\\\blobs\\\\sha256-1"})
  void doesNotTellWhereABackendKeepsItsModels(String path) {
    first
        .head(200)
        .piece(
            "{\"modelfile\":\"# FROM llama:latest\\n\\nFROM %s\\nFROM %s\\nADAPTER %s\\n\"}"
                .formatted(path, path, path))
        .end();
    assertThat(show("{\"model\":\"a$1\\\\\"}").path("modelfile").asString())
        .isEqualTo("# FROM llama:latest\n\nFROM a$1\\\nFROM a$1\\\nADAPTER sha256-1\n");
  }

  @Test
  void anUnknownModelIsToldInTheBackendsWords() {
    first.head(404).piece("{\"error\":\"model 'llama' not found\"}").end();
    assertThat(error(() -> show("{\"model\":\"llama\"}")))
        .isEqualTo(new Refused(404, "model 'llama' not found"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"model\":\"\"}", "{\"model\":7}", "[]", "{", "", "null"})
  void aModelMustBeNamed(String body) {
    assertThat(error(() -> show(body))).isInstanceOf(Invalid.class);
    assertThat(first.requests).isEmpty();
  }

  private ObjectNode show(String body) {
    return catalog.show(body.getBytes(UTF_8), "req_1", TestSettings.CALLER);
  }

  private Catalog catalog(Duration patience) {
    var fleet = new Fleet(List.of(first, second));
    Duration minute = Duration.ofMinutes(1);
    return new Catalog(
        fleet,
        new Router(fleet, "m"),
        new Inquiries(
            watchdog,
            TestSettings.held(),
            TestSettings.with(minute, patience, minute),
            changes,
            Thread::startVirtualThread));
  }

  private static List<String> names(ObjectNode listing) {
    return listing.path("models").valueStream().map(m -> m.path("name").asString()).toList();
  }

  private static GatewayError error(ThrowingCallable call) {
    return catchThrowableOfType(GatewayException.class, call).error();
  }
}
