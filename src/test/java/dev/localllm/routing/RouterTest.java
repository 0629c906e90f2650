package dev.localllm.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.BackendState;
import dev.localllm.backend.Call;
import dev.localllm.backend.Fleet;
import dev.localllm.backend.SampleBackend;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final Backend FIRST = new Server("first");
  private static final Backend SECOND = new Server("second");
  private static final Backend SAMPLE = new SampleBackend(InstantSource.system());

  private final Router router = new Router(new Fleet(List.of(FIRST, SECOND, SAMPLE)), "llama");

  @Test
  void modelsRunOnTheFirstServer() {
    assertThat(router.route(Optional.of("mistral"))).isEqualTo(new Route(FIRST, "mistral"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "sample:latest", "SAMPLE"})
  void theSampleModelRunsInThisProcess(String name) {
    assertThat(router.route(Optional.of(name))).isEqualTo(new Route(SAMPLE, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample:7b", "sampler", "library/sample"})
  void otherModelsWithALikeNameAreNotTheSample(String name) {
    assertThat(router.route(Optional.of(name)).backend()).isSameAs(FIRST);
  }

  @Test
  void theSampleModelMayComeFirst() {
    var sampleFirst = new Router(new Fleet(List.of(SAMPLE, FIRST)), "llama");
    assertThat(sampleFirst.route(Optional.of("mistral")).backend()).isSameAs(FIRST);
    assertThat(sampleFirst.route(Optional.of("sample")).backend()).isSameAs(SAMPLE);
  }

  @Test
  void aRequestWithoutAModelMeansTheDefault() {
    assertThat(router.route(Optional.empty())).isEqualTo(new Route(FIRST, "llama"));
    assertThat(router.route(Optional.of(""))).isEqualTo(new Route(FIRST, "llama"));
  }

  @Test
  void theDefaultMayBeTheSampleModel() {
    var sampleByDefault = new Router(new Fleet(List.of(FIRST, SAMPLE)), "sample");
    assertThat(sampleByDefault.route(Optional.empty())).isEqualTo(new Route(SAMPLE, "sample"));
  }

  @Test
  void whereTheSampleModelIsOffItsNameIsAskedOfTheServer() {
    var off = new Router(new Fleet(List.of(FIRST)), "llama");
    assertThat(off.route(Optional.of("sample"))).isEqualTo(new Route(FIRST, "sample"));
  }

  private record Server(String name) implements Backend {

    @Override
    public BackendState state() {
      throw new UnsupportedOperationException("routing does not look at it yet");
    }

    @Override
    public BackendAnswer send(Call call, byte[] body, String requestId) {
      throw new UnsupportedOperationException("routing calls nobody");
    }

    @Override
    public BackendAnswer lookForBlob(String digest, String requestId) {
      throw new UnsupportedOperationException("routing calls nobody");
    }

    @Override
    public BackendAnswer storeBlob(String digest, InputStream content, String requestId) {
      throw new UnsupportedOperationException("routing calls nobody");
    }
  }
}
