/** ONNX models as data: the tensors and the nodes of their graph. Nothing is executed. */
@NullMarked
package org.affectgpt.io.onnx;

import org.jspecify.annotations.NullMarked;
