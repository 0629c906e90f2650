package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.GeneratedFile;
import dev.localllm.backend.Fleet;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.limits.LimitsState;
import dev.localllm.pipeline.HeldBytes;
import dev.localllm.pipeline.InFlight;
import dev.localllm.pipeline.Settlement;
import dev.localllm.usage.LedgerState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for operators says what the code does. */
class OperationsPageTest {

  private static final Path PAGE = Path.of("docs/operations.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (always|if known) \\| .+ \\|");

  @Test
  void listsEveryMetric() throws IOException {
    String page = Files.readString(PAGE);
    String expected =
        part("metrics").matcher(page).replaceFirst(Matcher.quoteReplacement(metrics()));
    GeneratedFile.check(PAGE, expected, OperationsPageTest.class);
    assertThat(expected).contains("llm_gateway_requests_total");
  }

  @Test
  void listsTheFieldsOfTheAccessLineInTheirOrder() throws IOException {
    JsonNode all = json(Settlements.completed("llama"));
    JsonNode least = json(Settlements.turnedAway());
    List<String> expected =
        all.propertyNames().stream()
            .map(name -> name + (least.has(name) ? " always" : " if known"))
            .toList();
    assertThat(ROW.matcher(find("access line")).results())
        .extracting(row -> row.group(1) + " " + row.group(2))
        .isEqualTo(expected);
  }

  @Test
  void showsTheAccessLineAsItIs() throws IOException {
    Settlement settlement = Settlements.completed("llama");
    assertThat(Files.readString(PAGE))
        .contains("\n" + line(new JsonLines(), settlement))
        .contains("\n" + line(new TextLines(ZoneOffset.UTC), settlement));
  }

  private static String metrics() {
    var registry = new PrometheusRegistry();
    new Metrics(registry).settled(Settlements.completed("llama"));
    var gauges = new Gauges(registry);
    gauges.registerGateway(
        new Build("1", "sha", "today", "ci"),
        new InFlight(1),
        new HeldBytes(1, 1, Duration.ofSeconds(1)),
        new Fleet(List.of(new FakeBackend("mini"))));
    gauges.registerGovernance(
        () -> new LimitsState(false, false, 1, Instant.EPOCH),
        () -> new LedgerState(0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty()));
    var tasks = BackgroundTasks.withoutContainer();
    tasks.task("probe", () -> Duration.ZERO);
    gauges.registerBackground(tasks);
    gauges.registerProcess();
    return registry.scrape().stream()
        .map(OperationsPageTest::row)
        .collect(
            Collectors.joining(
                "\n", "| metric | type | labels | meaning |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    Labels labels = metric.getDataPoints().getFirst().getLabels();
    String names =
        labels.stream().map(label -> "`" + label.getName() + "`").collect(Collectors.joining(", "));
    return switch (metric) {
      case CounterSnapshot counter -> row(name + "_total", "counter", names, metric);
      case InfoSnapshot info -> row(name + "_info", "gauge", names, metric);
      case HistogramSnapshot histogram -> row(name, "histogram", names, metric);
      default -> row(name, "gauge", names, metric);
    };
  }

  private static String row(String name, String type, String labels, MetricSnapshot metric) {
    return "| `%s` | %s | %s | %s |".formatted(name, type, labels, metric.getMetadata().getHelp());
  }

  private static JsonNode json(Settlement settlement) {
    return JsonMapper.shared().readTree(line(new JsonLines(), settlement));
  }

  private static String line(LineFormat format, Settlement settlement) {
    var access = new AccessRecord(settlement);
    access.setInstant(Instant.parse("2026-11-21T10:00:00.123456Z"));
    return new String(format.line(access, ""), UTF_8);
  }

  private static String find(String name) throws IOException {
    Matcher found = part(name).matcher(Files.readString(PAGE));
    assertThat(found.find()).as(name).isTrue();
    return found.group();
  }

  private static Pattern part(String name) {
    return Pattern.compile("(?s)(?<=<!-- %s -->\n).*(?=<!-- end of %s -->)".formatted(name, name));
  }
}
