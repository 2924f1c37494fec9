/** PyTorch's zip archives ({@code torch.save} since 1.6), read without Python. */
@NullMarked
package org.affectgpt.io.torch;

import org.jspecify.annotations.NullMarked;
