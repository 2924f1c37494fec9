package org.affectgpt.demo;

import java.nio.file.Path;

/**
 * What a person asked for.
 *
 * @param command the command line, for the report
 * @param out where the corpus, the model and the report go
 * @param shipped the model that comes with the project, whose encoders a plan may take
 */
public record DemoRequest(String command, Path out, Path shipped) {}
