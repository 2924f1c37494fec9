/**
 * The demo's report: one HTML file that needs nothing beside it, no script, no network. Records say
 * what it holds, {@link org.affectgpt.report.HtmlReport} writes it.
 */
@NullMarked
package org.affectgpt.report;

import org.jspecify.annotations.NullMarked;
