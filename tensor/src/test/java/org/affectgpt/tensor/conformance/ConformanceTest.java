package org.affectgpt.tensor.conformance;

/** The suite on the backend of {@code -Daffectgpt.backend}; {@code mvn verify} takes the CPU. */
final class ConformanceTest extends BackendConformance {}
