package dev.localllm.routing;

import dev.localllm.backend.Backend;
import dev.localllm.backend.Fleet;
import dev.localllm.backend.SampleBackend;
import java.util.Optional;

/**
 * Chooses a backend by the model's name: the sample model runs in this process, every other model
 * on the first server. Immutable.
 */
public final class Router {

  private final Fleet fleet;
  private final String defaultModel;

  /** Routes within {@code fleet}; a request that names no model means {@code defaultModel}. */
  public Router(Fleet fleet, String defaultModel) {
    this.fleet = fleet;
    this.defaultModel = defaultModel;
  }

  /** Where a request for {@code requestedModel} goes. */
  public Route route(Optional<String> requestedModel) {
    String model = requestedModel.filter(name -> !name.isEmpty()).orElse(defaultModel);
    boolean sample = SampleBackend.isSample(model);
    for (Backend backend : fleet.backends()) {
      if (backend instanceof SampleBackend == sample) {
        return new Route(backend, model);
      }
    }
    return new Route(fleet.backends().getFirst(), model);
  }
}
