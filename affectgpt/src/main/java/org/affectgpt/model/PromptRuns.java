package org.affectgpt.model;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptPart;

/**
 * The ids of a prompt's pieces: patch tokens stand where the template has them and nowhere else,
 * and the text between them goes through the tokenizer in one run, so that words of the template
 * and of the user meet as they always did.
 *
 * @param plain a tokenizer to which marks are ordinary text
 * @param patch the id of a patch token
 * @param copies how often it stands
 */
record PromptRuns(
    Tokenizer plain, ToIntFunction<PatchToken> patch, ToIntFunction<PatchToken> copies) {
  /** The template's marks for who speaks, which are text themselves. */
  private static final Pattern ROLE = Pattern.compile("###(?=\\s*(?:Human|Assistant))");

  /** The ids of a whole prompt. */
  int[] ids(List<PromptPart> parts) {
    IntArrayList ids = new IntArrayList();
    StringBuilder run = new StringBuilder();
    for (PromptPart part : parts) {
      if (part instanceof PromptPart.Place place) {
        end(run, ids);
        int id = patch.applyAsInt(place.token());
        for (int i = copies.applyAsInt(place.token()); i > 0; i--) {
          ids.add(id);
        }
      } else if (part instanceof PromptPart.Words words) {
        run.append(words.text());
      } else {
        append(part.text(), run, ids);
      }
    }
    end(run, ids);
    return ids.toIntArray();
  }

  /** A role's mark in a user's text is cut in two, so that it is spelt with other tokens. */
  private void append(String text, StringBuilder run, IntArrayList ids) {
    Matcher role = ROLE.matcher(text);
    int done = 0;
    while (role.find()) {
      run.append(text, done, role.end() - 1);
      end(run, ids);
      done = role.end() - 1;
    }
    run.append(text, done, text.length());
  }

  private void end(StringBuilder run, IntArrayList ids) {
    if (!run.isEmpty()) {
      ids.addElements(ids.size(), plain.encode(run.toString()));
      run.setLength(0);
    }
  }
}
