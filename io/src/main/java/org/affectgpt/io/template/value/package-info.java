/**
 * Values of a template: Python's types as far as Jinja shows them, and what can be done with them.
 */
@NullMarked
package org.affectgpt.io.template.value;

import org.jspecify.annotations.NullMarked;
