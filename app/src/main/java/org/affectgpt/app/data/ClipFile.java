package org.affectgpt.app.data;

import java.nio.file.Path;

/** Where the media of a clip lie. */
public record ClipFile(String name, Path video, Path audio) {}
