package dev.localllm.pipeline;

/** Which request the running code serves; bound while the request is worked on. */
public final class CurrentRequest {

  /** The request's id. */
  public static final ScopedValue<String> ID = ScopedValue.newInstance();

  private CurrentRequest() {}
}
