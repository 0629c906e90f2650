package dev.localllm.limits;

/** A demand that is being counted. Thread-safe. */
interface Taking {

  /** Whether {@link #await} would not block. */
  boolean isKnown();

  /** What counting came to; blocks for as long as a request may wait for the cache. */
  Claim await();

  /** Nobody will await it: what is granted is given back. */
  void abandon();

  /** One that has been counted already. */
  record Counted(Claim claim) implements Taking {

    @Override
    public boolean isKnown() {
      return true;
    }

    @Override
    public Claim await() {
      return claim;
    }

    @Override
    public void abandon() {
      claim.giveBack();
    }
  }
}
