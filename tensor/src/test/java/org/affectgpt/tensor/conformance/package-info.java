/**
 * One conformance suite for every backend: each kernel of {@link
 * org.affectgpt.tensor.backend.Backend}, each type and transposition, odd and empty shapes, against
 * a naive float64 oracle that shares no code with any backend.
 *
 * <p>The CPU passes it at each vector width with {@code mvn -B verify}. By hand:
 *
 * <pre>
 *   mvn -B -pl tensor test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>A module with a backend of its own takes the suite from the test jar of {@code tensor}:
 *
 * <pre>
 *   &lt;dependency&gt;
 *     &lt;groupId&gt;org.affectgpt&lt;/groupId&gt;
 *     &lt;artifactId&gt;tensor&lt;/artifactId&gt;
 *     &lt;version&gt;${project.version}&lt;/version&gt;
 *     &lt;type&gt;test-jar&lt;/type&gt;
 *     &lt;scope&gt;test&lt;/scope&gt;
 *   &lt;/dependency&gt;
 * </pre>
 *
 * <p>and has one test, {@code final class OpenClConformanceTest extends BackendConformance {}}. The
 * one command is then
 *
 * <pre>
 *   mvn -B -pl kernels -am verify -Dtest=OpenClConformanceTest \
 *       -Dsurefire.failIfNoSpecifiedTests=false -Daffectgpt.backend=opencl
 * </pre>
 *
 * <p>A failure names the case, the backend and the first element that is wrong. While a backend is
 * being written, a kernel that throws {@link java.lang.UnsupportedOperationException} fails as not
 * offered, and {@code -Daffectgpt.conformance.kernels=matrix.gemm,rows} runs some kernels or
 * families alone. {@code -Daffectgpt.backend=opencl:1} takes the second device.
 *
 * <p>What holds for every kernel is checked by {@link org.affectgpt.tensor.conformance.KernelCase};
 * how near to the oracle a result must be is in {@link org.affectgpt.tensor.conformance.Tolerance};
 * that the suite can fail is shown by {@link org.affectgpt.tensor.conformance.PlantedFaultTest}.
 */
@NullMarked
package org.affectgpt.tensor.conformance;

import org.jspecify.annotations.NullMarked;
