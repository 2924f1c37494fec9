/** Configuration files: YAML or JSON read into records, with overrides and clear errors. */
@NullMarked
package org.affectgpt.config;

import org.jspecify.annotations.NullMarked;
