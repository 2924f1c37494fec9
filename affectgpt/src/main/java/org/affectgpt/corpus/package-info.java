/**
 * The synthetic corpus: short clips of drawn faces, synthesised voices and composed subtitles in
 * which every factor is known. Everything is a pure function of (seed, split, clip index), so clips
 * may be rendered by any number of threads in any order with the same bits.
 */
@NullMarked
package org.affectgpt.corpus;

import org.jspecify.annotations.NullMarked;
