package org.affectgpt.tensor;

import java.util.List;

/**
 * The operation that made a tensor: its name, its inputs, and how a gradient flows back to them.
 */
record Node(String op, List<Tensor> inputs, Gradient gradient) {}
