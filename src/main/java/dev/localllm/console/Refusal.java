package dev.localllm.console;

import dev.localllm.api.Problem;

/** Carries a problem up to where it is made an answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /** Without a stack trace: it is an answer, not a defect. */
  Refusal(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  static Refusal plain(int status, String detail) {
    return new Refusal(Problem.plain(status, detail));
  }

  Problem problem() {
    return problem;
  }
}
