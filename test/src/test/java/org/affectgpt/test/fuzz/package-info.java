/**
 * Fuzzing of every parser through the entry points that users' files take. {@link
 * org.affectgpt.test.fuzz.Fuzz} is a program; the tests beside it replay what once broke a parser.
 */
@NullMarked
package org.affectgpt.test.fuzz;

import org.jspecify.annotations.NullMarked;
