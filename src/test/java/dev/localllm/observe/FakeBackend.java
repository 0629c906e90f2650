package dev.localllm.observe;

import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.BackendState;
import dev.localllm.backend.Call;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;

/** A backend that has nothing but a state. */
final class FakeBackend implements Backend {

  static final Instant CHECKED = Instant.parse("2026-11-21T10:00:00Z");

  private final String name;
  private BackendState state = BackendState.UNKNOWN;

  FakeBackend(String name) {
    this.name = name;
  }

  void reachable(String version) {
    state = new BackendState(true, version, Set.of(), "", CHECKED);
  }

  void unreachable(String detail) {
    state = new BackendState(false, "", Set.of(), detail, CHECKED);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BackendState state() {
    return state;
  }

  @Override
  public BackendAnswer send(Call call, byte[] body, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BackendAnswer lookForBlob(String digest, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BackendAnswer storeBlob(String digest, InputStream content, String requestId) {
    throw new UnsupportedOperationException();
  }
}
