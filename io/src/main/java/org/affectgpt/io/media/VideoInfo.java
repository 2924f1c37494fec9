package org.affectgpt.io.media;

/** The size of a video in pixels as it is shown, its number of frames and its frames a second. */
public record VideoInfo(int width, int height, int frames, double fps) {}
