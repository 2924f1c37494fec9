@NullMarked
package org.affectgpt.io.media;

import org.jspecify.annotations.NullMarked;
