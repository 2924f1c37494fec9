package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The decoded sound of a track, cut where its rate or its channels change. */
final class PcmPieces implements AutoCloseable {
  /** What pieces that differ are brought to. */
  private static final int COMMON_RATE = 16000;

  /** Sound of one rate and layout. */
  private record Piece(int rate, AVChannelLayout layout, PcmPlanes planes) {
    boolean fits(AVFrame frame) {
      int channels = frame.ch_layout().nb_channels();
      return frame.sample_rate() == rate
          && channels == layout.nb_channels()
          // one or two channels are mixed alike, whatever they are called
          && (channels <= 2 || av_channel_layout_compare(frame.ch_layout(), layout) == 0);
    }
  }

  private final Path file;
  private final List<Piece> pieces = new ArrayList<>();
  private long values;

  PcmPieces(Path file) {
    this.file = file;
  }

  void append(AVFrame frame) {
    if (frame.nb_samples() == 0) {
      return;
    }
    if (pieces.isEmpty() || !pieces.getLast().fits(frame)) {
      AVChannelLayout layout = new AVChannelLayout();
      av_channel_layout_copy(layout, frame.ch_layout());
      pieces.add(new Piece(frame.sample_rate(), layout, new PcmPlanes(file)));
    }
    values += (long) frame.nb_samples() * frame.ch_layout().nb_channels();
    pieces.getLast().planes().append(frame, values);
  }

  /** Samples of all pieces, at their own rates. */
  long samples() {
    return pieces.stream().mapToLong(p -> p.planes().samples()).sum();
  }

  /** A lone piece as it is; several one after another, each resampled and mixed down by itself. */
  Audio join() {
    if (pieces.size() == 1) {
      return new Audio(planes(pieces.getFirst()), pieces.getFirst().rate());
    }
    float[] all = new float[0];
    for (Piece piece : pieces) {
      float[] mono = MonoMix.of(planes(piece), piece.layout(), piece.rate(), COMMON_RATE, file);
      int at = all.length;
      all = Arrays.copyOf(all, at + mono.length);
      System.arraycopy(mono, 0, all, at, mono.length);
    }
    return new Audio(new float[][] {all}, COMMON_RATE);
  }

  private float[][] planes(Piece piece) {
    return AudioReader.checked(piece.planes().toArrays(), piece.rate(), file);
  }

  @Override
  public void close() {
    for (Piece piece : pieces) {
      av_channel_layout_uninit(piece.layout());
    }
  }
}
