/** The whole story on a corpus that needs no download. */
@NullMarked
package org.affectgpt.demo;

import org.jspecify.annotations.NullMarked;
