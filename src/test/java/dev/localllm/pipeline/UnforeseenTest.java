package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Fleet;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.protocol.Answer;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaCodec;
import dev.localllm.routing.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a request, its client is answered, and all that it held is given back once. */
class UnforeseenTest {

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String WORD = "{\"message\":{\"content\":\"a\"},\"done\":false}\n";

  private final InFlight inFlight = new InFlight(3);
  private final ScriptedBackend backend = new ScriptedBackend();
  private final RecordingClient client = new RecordingClient();
  private final LinkedBlockingQueue<Settlement> settlements = new LinkedBlockingQueue<>();

  static List<Throwable> whatNobodyForesaw() {
    return List.of(
        new StackOverflowError(),
        new NoClassDefFoundError("a/Name"),
        new OutOfMemoryError("Java heap space"),
        new AssertionError("a bug"),
        new IllegalStateException("a bug"));
  }

  @ParameterizedTest
  @MethodSource("whatNobodyForesaw")
  void aBodyThatCannotBeReadIsAnsweredAndSettled(Throwable thrown) throws Exception {
    begin(THREADS, body -> UnforeseenTest.<Exchange, RuntimeException>sneak(thrown));
    assertThat(client.error()).isInstanceOf(Internal.class);
    assertSettled(500);
  }

  @ParameterizedTest
  @MethodSource("whatNobodyForesaw")
  void aStreamThatCannotBeReadEndsWithAnErrorEvent(Throwable thrown) throws Exception {
    begin(THREADS, body -> failingAtLine(2, thrown, body));
    backend.head(200).piece(WORD);
    assertThat(client.next()).isEqualTo(WORD);
    backend.piece(WORD);
    assertThat(client.rest()).isEqualTo("{\"error\":\"" + new Internal().message() + "\"}\n");
    assertSettled(200);
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("whatNobodyForesaw")
  void anAnswerWhoseBeginningCannotBeReadKeepsItsStatus(Throwable thrown) throws Exception {
    begin(THREADS, body -> failingAtLine(1, thrown, body));
    backend.head(200).piece(WORD);
    assertThat(client.error()).isInstanceOf(Internal.class);
    assertSettled(500);
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromBeingTold() throws Exception {
    begin(THREADS, body -> OllamaCodec.exchange(Operation.CHAT, "x".getBytes(UTF_8)));
    assertThat(client.error()).isNotNull();
    assertSettled(400);
  }

  @Test
  void withoutAThreadTheClientIsAnsweredAndThePlaceGivenBack() throws Exception {
    begin(
        task -> {
          throw new RejectedExecutionException("no thread");
        },
        body -> OllamaCodec.exchange(Operation.CHAT, body));
    assertThat(client.error()).isInstanceOf(Internal.class);
    assertSettled(500);
  }

  @ParameterizedTest
  @MethodSource("whatNobodyForesaw")
  void aBodyThatNobodyCanBeAskedForIsAnsweredAndSettled(Throwable thrown) throws Exception {
    Codec codec = body -> OllamaCodec.exchange(Operation.CHAT, body);
    begin(THREADS, codec, upload -> UnforeseenTest.<Void, RuntimeException>sneak(thrown));
    assertThat(client.error()).isInstanceOf(Internal.class);
    assertSettled(500);
  }

  @Test
  void aThreadThatDoesNotEndDoesNotKeepItsClientWaiting() {
    var turn = TurnTest.of(client);
    var lastResort = new LastResort(turn, Runnable::run);
    lastResort.check(System.nanoTime() + Duration.ofHours(1).toNanos());
    turn.watch.end(new Busy("the gateway is stopping", Duration.ofSeconds(1)));
    lastResort.check(System.nanoTime() + LastResort.PATIENCE.minusSeconds(1).toNanos());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(client.isOver()).isFalse();
    lastResort.check(System.nanoTime() + LastResort.PATIENCE.toNanos());
    assertThat(client.isOver()).isTrue();
  }

  @Test
  void aThreadThatHasEndedIsLeftAlone() {
    var turn = TurnTest.of(client);
    turn.watch.end(new Busy("the gateway is stopping", Duration.ofSeconds(1)));
    turn.watch.close();
    new LastResort(turn, Runnable::run).check(System.nanoTime() + Duration.ofHours(1).toNanos());
    assertThat(client.isOver()).isFalse();
  }

  private void begin(Executor threads, Codec codec) {
    begin(
        threads,
        codec,
        upload -> {
          try {
            upload.fill(new ByteArrayInputStream(ASK.getBytes(UTF_8)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          upload.complete();
        });
  }

  private void begin(Executor threads, Codec codec, Consumer<Upload> reader) {
    Duration minute = Duration.ofMinutes(1);
    byte[] body = ASK.getBytes(UTF_8);
    var pipeline =
        new Pipeline(
            TestSettings.with(minute, minute, minute),
            new Router(new Fleet(List.of(backend)), "m"),
            TestSettings.admission(inFlight),
            new Watchdog(),
            threads,
            List.of(
                settlement -> {
                  throw new IllegalStateException("a listener's bug");
                },
                settlement -> {
                  throw new NoClassDefFoundError("a listener's library");
                },
                settlements::add));
    pipeline.accept(TestSettings.arrival(body.length), codec, client, reader);
  }

  private void assertSettled(int status) throws InterruptedException {
    Settlement settlement = settlements.poll(5, TimeUnit.SECONDS);
    assertThat(settlement).as("settlement").isNotNull();
    assertThat(settlement.status()).isEqualTo(status);
    assertThat(settlement.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(inFlight.awaitNone(Duration.ofSeconds(5))).isTrue();
    // given back once: a second time would have made a fourth place
    assertThat(inFlight.enter()).isFalse();
    assertThat(settlements).isEmpty();
  }

  /** A chat whose answer fails at that line. */
  private static Exchange failingAtLine(int failing, Throwable thrown, byte[] body) {
    Exchange chat = OllamaCodec.exchange(Operation.CHAT, body);
    AtomicInteger lines = new AtomicInteger();
    return proxy(
        Exchange.class,
        chat,
        result ->
            result instanceof Answer answer
                ? proxy(
                    Answer.class,
                    answer,
                    same -> same,
                    method -> {
                      if (method.equals("line") && lines.incrementAndGet() == failing) {
                        UnforeseenTest.<Void, RuntimeException>sneak(thrown);
                      }
                    })
                : result,
        method -> {});
  }

  private static <T> T proxy(
      Class<T> type,
      T real,
      java.util.function.UnaryOperator<Object> result,
      java.util.function.Consumer<String> before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              before.accept(method.getName());
              try {
                return result.apply(method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @SuppressWarnings("unchecked")
  private static <V, T extends Throwable> V sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
