package org.affectgpt.cli;

import java.util.List;
import org.affectgpt.tools.inspect.Section;

/** Where the findings of {@code inspect} go. */
interface InspectPrinter {
  /** One file or folder; its tensors are readable during the call only. */
  void section(Section section);

  /** After the last section. */
  void end(List<String> errors);
}
