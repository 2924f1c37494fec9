package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what is assigned to. */
final class TargetParser {
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");
  private final TokenStream in;
  private final NamesSeen names;

  TargetParser(TokenStream in, NamesSeen names) {
    this.in = in;
    this.names = names;
  }

  /** One variable. */
  String name() {
    Token token = in.expect(Token.Kind.NAME, "a name");
    if (CONSTANTS.contains(token.text())) {
      throw new SyntaxFault(token.line(), "nothing can be assigned to '" + token.text() + "'");
    }
    names.written(token.text());
    return token.text();
  }

  /** Variables, several with commas, or members of namespaces. */
  Target assigned() {
    return tuple(true);
  }

  /** Variables, several with commas. */
  Target tuple() {
    return tuple(false);
  }

  private Target tuple(boolean members) {
    List<Target> all = new ArrayList<>();
    boolean several = false;
    while (!in.current().isOperator(")") && in.current().kind() != Token.Kind.BLOCK_END) {
      all.add(one(members));
      if (!in.skipOperator(",")) {
        break;
      }
      several = true;
    }
    if (all.isEmpty()) {
      throw in.fault("expected a name, got " + in.current().shown());
    }
    return several ? new Target.Unpacked(all) : all.get(0);
  }

  private Target one(boolean members) {
    if (in.skipOperator("(")) {
      in.enter();
      Target inner = tuple(false);
      in.leave();
      in.expectOperator(")");
      return inner;
    }
    String name = name();
    if (members && in.skipOperator(".")) {
      return new Target.Member(name, in.expectName());
    }
    return new Target.Name(name);
  }

  /** A loop's own variable cannot be written. */
  void refuseLoop(Target target, int line) {
    if (target instanceof Target.Unpacked u) {
      u.targets().forEach(t -> refuseLoop(t, line));
    }
    if (target instanceof Target.Name n && n.name().equals("loop")) {
      throw new SyntaxFault(line, "nothing can be assigned to a loop's variable 'loop'");
    }
  }
}
