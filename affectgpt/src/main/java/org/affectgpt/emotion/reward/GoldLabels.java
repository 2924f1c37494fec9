package org.affectgpt.emotion.reward;

import java.util.List;

/** A prompt whose labels people gave. */
public interface GoldLabels {
  List<String> gold();
}
