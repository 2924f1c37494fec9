/**
 * What the README shows of the Java API: the lines between the marks of each example stand there as
 * they are here.
 */
@NullMarked
package org.affectgpt.examples;

import org.jspecify.annotations.NullMarked;
