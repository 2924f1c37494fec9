package org.affectgpt.tensor;

/** How many threads kernels are tested with; {@code mvn verify} runs them with several numbers. */
public final class TestThreads {
  /** The threads of {@code -Daffectgpt.test.threads}, 2 without. */
  public static final int MANY = Integer.getInteger("affectgpt.test.threads", 2);

  private TestThreads() {}
}
