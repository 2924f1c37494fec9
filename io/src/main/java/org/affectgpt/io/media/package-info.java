/** Video, audio and images: decoding, sampling, resizing and writing. */
@NullMarked
package org.affectgpt.io.media;

import org.jspecify.annotations.NullMarked;
