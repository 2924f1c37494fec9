/** A model's folder on disk, the original's base folders, and checkpoints laid over them. */
@NullMarked
package org.affectgpt.model.checkpoint;

import org.jspecify.annotations.NullMarked;
