package dev.localllm.observe;

/** Ends this process, with code 0. */
final class ProcessEnding implements Shutdown.Ending {

  @Override
  public void orderly() {
    System.exit(0);
  }

  @Override
  public void abrupt() {
    Runtime.getRuntime().halt(0);
  }
}
