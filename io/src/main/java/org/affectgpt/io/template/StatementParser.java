package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affectgpt.io.template.value.Text;

/** Reads a template's text and tags. */
final class StatementParser {
  private final TokenStream in;
  private final NamesSeen names = new NamesSeen();
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final Set<String> blocks = new HashSet<>();
  private int loops;

  private StatementParser(TokenStream in) {
    this.in = in;
    this.expressions = new ExpressionParser(in, names);
    this.targets = new TargetParser(in, names);
  }

  /**
   * @throws SyntaxFault saying what is wrong, and in which line
   */
  static List<Statement> parse(String template) {
    StatementParser parser = new StatementParser(new TokenStream(Lexer.tokens(template)));
    return parser.body(Set.of());
  }

  /** Text and tags up to a tag of one of these names, whose name is then the current piece. */
  private List<Statement> body(Set<String> ends) {
    List<Statement> body = new ArrayList<>();
    while (true) {
      Token token = in.current();
      switch (token.kind()) {
        case DATA -> body.add(new Statement.Data(token.line(), Text.of(in.next().text())));
        case VARIABLE_BEGIN -> {
          in.next();
          body.add(new Statement.Print(token.line(), expressions.tuple(true)));
          in.expect(Token.Kind.VARIABLE_END, "'}}'");
        }
        case BLOCK_BEGIN -> {
          in.next();
          if (in.current().kind() == Token.Kind.NAME && ends.contains(in.current().text())) {
            return body;
          }
          tag(body);
          in.expect(Token.Kind.BLOCK_END, "'%}'");
        }
        default -> {
          if (!ends.isEmpty()) {
            throw in.fault("the template ends, but " + shown(ends) + " is missing");
          }
          return body;
        }
      }
    }
  }

  private static String shown(Set<String> ends) {
    return String.join(" or ", ends.stream().sorted().map(e -> "{% " + e + " %}").toList());
  }

  /** A body behind the head of a tag. */
  private List<Statement> bodyOf(String... ends) {
    in.skipOperator(":");
    in.expect(Token.Kind.BLOCK_END, "'%}'");
    in.enter();
    List<Statement> body = body(Set.of(ends));
    in.leave();
    return body;
  }

  /** The same with the name that ends it read. */
  private List<Statement> whole(String end) {
    List<Statement> body = bodyOf(end);
    in.next();
    return body;
  }

  /** The same within a function of its own, out of which no loop can be left. */
  private List<Statement> function(String end) {
    int outer = loops;
    loops = 0;
    List<Statement> body = whole(end);
    loops = outer;
    return body;
  }

  private void tag(List<Statement> body) {
    Token tag = in.expect(Token.Kind.NAME, "the name of a tag");
    int line = tag.line();
    switch (tag.text()) {
      case "if" -> body.add(branches(line));
      case "for" -> body.add(loop(line));
      case "set" -> body.add(assignment(line));
      case "macro" -> body.add(macro(line));
      case "call" -> body.add(call(line));
      case "filter" -> body.add(filter(line));
      case "with" -> body.add(with(line));
      case "block" -> body.add(block(line));
      case "print" -> print(line, body);
      case "generation" -> body.add(new Statement.Scoped(line, function("endgeneration")));
      case "break", "continue" -> {
        if (loops == 0) {
          throw new SyntaxFault(line, "'" + tag.text() + "' outside of a loop");
        }
        body.add(new Statement.Jump(line, tag.text().equals("break")));
      }
      case "include", "import", "from", "extends" -> {
        while (in.current().kind() != Token.Kind.BLOCK_END
            && in.current().kind() != Token.Kind.END) {
          in.next();
        }
        body.add(new Statement.Refused(line, tag.text()));
      }
      case "autoescape" -> throw new SyntaxFault(line, "the tag 'autoescape' is not supported");
      default -> throw new SyntaxFault(line, "there is no tag '" + tag.text() + "'");
    }
  }

  private Statement branches(int line) {
    List<Expression> tests = new ArrayList<>();
    List<List<Statement>> bodies = new ArrayList<>();
    List<Statement> otherwise = List.of();
    while (true) {
      tests.add(expressions.tuple(false));
      bodies.add(bodyOf("elif", "else", "endif"));
      String end = in.next().text();
      if (end.equals("else")) {
        otherwise = whole("endif");
      }
      if (!end.equals("elif")) {
        return new Statement.If(line, tests, bodies, otherwise);
      }
    }
  }

  private Statement loop(int line) {
    Target target = targets.tuple();
    targets.refuseLoop(target, line);
    in.expectName("in");
    Expression items = expressions.tupleBefore("recursive");
    Expression test = in.skipName("if") ? expressions.expression() : null;
    boolean recursive = in.skipName("recursive");
    int outer = loops;
    loops = recursive ? 1 : outer + 1;
    List<Statement> body = bodyOf("endfor", "else");
    loops = recursive ? 0 : outer;
    List<Statement> otherwise = in.next().text().equals("else") ? whole("endfor") : List.of();
    loops = outer;
    return new Statement.For(line, target, items, test, recursive, body, otherwise);
  }

  private Statement assignment(int line) {
    Target target = targets.assigned();
    if (loops > 0) {
      targets.refuseLoop(target, line);
    }
    if (in.skipOperator("=")) {
      return new Statement.Assign(line, target, expressions.tuple(true));
    }
    Expression filter = new Expression.Name(Statement.BODY);
    while (in.skipOperator("|")) {
      filter = expressions.operands().filter(filter);
    }
    return new Statement.AssignBlock(line, target, filter, whole("endset"));
  }

  private Statement macro(int line) {
    String name = targets.name();
    return new Statement.Macro(line, procedure(name, "endmacro"));
  }

  /** The parameters, if any are written, and the body. */
  private Statement.Procedure procedure(String name, String end) {
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    signature(parameters, defaults);
    return body(name, parameters, defaults, end);
  }

  private Statement.Procedure body(
      String name, List<String> parameters, List<Expression> defaults, String end) {
    names.enter();
    List<Statement> body = function(end);
    Set<String> asked = names.leave();
    int caller = parameters.indexOf("caller");
    if (asked.contains("caller") && caller >= 0 && caller < parameters.size() - defaults.size()) {
      throw in.fault("the argument 'caller' of a macro needs a default");
    }
    asked.removeAll(parameters);
    return new Statement.Procedure(name, parameters, defaults, asked, body);
  }

  private void signature(List<String> parameters, List<Expression> defaults) {
    in.expectOperator("(");
    while (!in.current().isOperator(")")) {
      if (!parameters.isEmpty()) {
        in.expectOperator(",");
      }
      String name = targets.name();
      if (in.skipOperator("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw in.fault("an argument without default follows one with");
      }
      if (parameters.contains(name)) {
        throw in.fault("the argument '" + name + "' is named twice");
      }
      parameters.add(name);
    }
    in.expectOperator(")");
  }

  private Statement call(int line) {
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    if (in.current().isOperator("(")) {
      signature(parameters, defaults);
    }
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw new SyntaxFault(line, "'call' needs the call of a macro");
    }
    Statement.Procedure body = body("caller", parameters, defaults, "endcall");
    return new Statement.CallBlock(line, body, call);
  }

  private Statement filter(int line) {
    Expression filter = expressions.operands().filter(new Expression.Name(Statement.BODY));
    while (in.skipOperator("|")) {
      filter = expressions.operands().filter(filter);
    }
    return new Statement.FilterBlock(line, filter, whole("endfilter"));
  }

  private Statement with(int line) {
    List<Target> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (in.current().kind() != Token.Kind.BLOCK_END && !in.current().isOperator(":")) {
      if (!names.isEmpty()) {
        in.expectOperator(",");
      }
      names.add(targets.tuple());
      in.expectOperator("=");
      values.add(expressions.expression());
    }
    return new Statement.With(line, names, values, whole("endwith"));
  }

  private Statement block(int line) {
    String name = in.expectName();
    boolean scoped = in.skipName("scoped");
    if (in.current().isName("required")) {
      throw in.fault("required blocks are not supported");
    }
    if (!blocks.add(name)) {
      throw new SyntaxFault(line, "the block '" + name + "' is defined twice");
    }
    List<Statement> body = function("endblock");
    in.skipName(name);
    return new Statement.Block(line, scoped, body);
  }

  private void print(int line, List<Statement> body) {
    boolean first = true;
    while (in.current().kind() != Token.Kind.BLOCK_END) {
      if (!first) {
        in.expectOperator(",");
      }
      first = false;
      body.add(new Statement.Print(line, expressions.expression()));
    }
  }
}
