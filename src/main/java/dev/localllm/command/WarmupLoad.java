package dev.localllm.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Clients that ask again when they have their answer, until time or requests are over. */
final class WarmupLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Ask> asks = new ArrayList<>();
  private final int requests;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicReference<String> firstFailure = new AtomicReference<>("");

  private record Ask(WarmupRequest kind, HttpRequest request) {}

  /**
   * What became of the requests.
   *
   * @param firstFailure in words; empty if none failed
   */
  record Result(int answered, int failed, double seconds, String firstFailure) {}

  /**
   * Asks the gateway at {@code url}.
   *
   * @param token sent as a bearer token unless empty
   * @param requests how many at most
   */
  WarmupLoad(URI url, String model, String token, int requests) {
    this.requests = requests;
    for (WarmupRequest kind : WarmupRequest.values()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve(kind.path()))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(kind.body(model)));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      asks.add(new Ask(kind, request.build()));
    }
  }

  /** Runs it to its end; a client whose request fails sends no more. */
  Result run(int clients, Duration duration) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        var threads = Executors.newFixedThreadPool(clients)) {
      Callable<Void> client = () -> ask(http, end);
      threads.invokeAll(Collections.nCopies(clients, client)).forEach(Future::resultNow);
    }
    return new Result(
        answered.get(), failed.get(), (System.nanoTime() - start) / 1e9, firstFailure.get());
  }

  private Void ask(HttpClient http, long end) throws InterruptedException {
    boolean good = true;
    while (good && System.nanoTime() < end) {
      int number = sent.getAndIncrement();
      if (number >= requests) {
        break;
      }
      String flaw = flaw(http, asks.get(number % asks.size()));
      good = flaw.isEmpty();
      (good ? answered : failed).incrementAndGet();
      firstFailure.compareAndSet("", flaw);
    }
    return null;
  }

  /** What is wrong with the answer; empty if nothing is. */
  private static String flaw(HttpClient http, Ask ask) throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(ask.request(), BodyHandlers.ofString());
      String body = answer.body();
      if (answer.statusCode() == 200 && ask.kind().isWhole(body)) {
        return "";
      }
      String words = body.substring(0, Math.min(300, body.length())).strip();
      return ask.kind().path() + " answered with " + answer.statusCode() + ": " + words;
    } catch (IOException e) {
      return ask.kind().path() + ": " + e;
    }
  }
}
