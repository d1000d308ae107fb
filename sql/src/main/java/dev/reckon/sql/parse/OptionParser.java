package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Named options in parentheses, and those of sequences.
final class OptionParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    OptionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// `WITH (…)` or nothing.
    List<Option> optionalWith() {
        return tokens.accept(Token.WITH) ? definition() : List.of();
    }

    /// `(name = value, namespace.name, …)`
    List<Option> definition() {
        return inParentheses(this::definitionOption);
    }

    private List<Option> inParentheses(Supplier<Option> option) {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<Option>();
        do {
            list.add(option.get());
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private Option definitionOption() {
        int position = tokens.position();
        String name = tokens.label();
        if (tokens.accept(Token.DOT)) {
            name = name + "." + tokens.label();
        }
        Option.Value value = tokens.accept(Token.EQUALS) ? definitionValue() : new Option.None();
        return new Option(name, value, position);
    }

    /// PostgreSQL's `def_arg`.
    private Option.Value definitionValue() {
        boolean signAlone =
                (tokens.at(Token.PLUS) || tokens.at(Token.MINUS))
                        && tokens.peek(1) != Token.INTEGER_LITERAL
                        && tokens.peek(1) != Token.NUMBER_LITERAL;
        if (atNumber() && !signAlone) {
            return new Option.Number(number());
        }
        if (tokens.at(Token.STRING_LITERAL)
                || tokens.token().category() == Token.Category.RESERVED) {
            return new Option.Text(tokens.take());
        }
        if (grammar.names.atSymbol()) {
            return new Option.Text(grammar.names.symbol());
        }
        if (tokens.accept(Token.NONE)) {
            return new Option.Text("none");
        }
        TypeName type = grammar.types.parseInFunction();
        boolean word =
                type.modifiers().isEmpty()
                        && type.arrayBounds().isEmpty()
                        && type.name().parts().size() == 1;
        return word ? new Option.Text(type.name().name()) : new Option.Type(type);
    }

    /// `(name, name value, …)`, as of `EXPLAIN` and `VACUUM`.
    List<Option> utilityOptions() {
        return inParentheses(() -> {
            int position = tokens.position();
            String name = utilityName();
            return new Option(name, optionalValue(), position);
        });
    }

    private String utilityName() {
        if (tokens.accept(Token.ANALYZE) || tokens.accept(Token.ANALYSE)) {
            return "analyze";
        }
        return tokens.unreservedWord();
    }

    /// `(name, name value, name (a, b), name *, …)`, as of `COPY`.
    List<Option> copyOptions() {
        return inParentheses(() -> {
            int position = tokens.position();
            String name = tokens.label();
            Option.Value value;
            if (tokens.accept(Token.STAR)) {
                value = new Option.All();
            } else if (tokens.at(Token.OPEN_PARENTHESIS)) {
                value = new Option.Names(words());
            } else {
                value = optionalValue();
            }
            return new Option(name, value, position);
        });
    }

    private List<String> words() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<String>();
        do {
            list.add(booleanOrString());
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private Option.Value optionalValue() {
        if (atNumber()) {
            return new Option.Number(number());
        }
        return switch (tokens.token()) {
            case COMMA, CLOSE_PARENTHESIS -> new Option.None();
            default -> new Option.Text(booleanOrString());
        };
    }

    /// PostgreSQL's `opt_boolean_or_string`.
    String booleanOrString() {
        return switch (tokens.token()) {
            case TRUE, FALSE, ON, STRING_LITERAL -> tokens.take();
            default -> tokens.unreservedWord();
        };
    }

    boolean atNumber() {
        return switch (tokens.token()) {
            case INTEGER_LITERAL, NUMBER_LITERAL, PLUS, MINUS -> true;
            default -> false;
        };
    }

    /// PostgreSQL's `NumericOnly`.
    String number() {
        boolean negative = tokens.accept(Token.MINUS);
        if (!negative) {
            tokens.accept(Token.PLUS);
        }
        if (!tokens.at(Token.INTEGER_LITERAL) && !tokens.at(Token.NUMBER_LITERAL)) {
            throw tokens.unexpected();
        }
        String digits = tokens.take();
        return negative ? "-" + digits : digits;
    }

    /// The options of a sequence, as many as follow.
    List<Option> sequenceOptions() {
        var list = new ArrayList<Option>();
        Optional<Option> option = sequenceOption();
        while (option.isPresent()) {
            list.add(option.get());
            option = sequenceOption();
        }
        return List.copyOf(list);
    }

    /// One option of a sequence, if one follows (PostgreSQL's `SeqOptElem`).
    Optional<Option> sequenceOption() {
        int position = tokens.position();
        Token word = tokens.token();
        return switch (word) {
            case AS -> {
                tokens.advance();
                yield option("as", new Option.Type(grammar.types.parse()), position);
            }
            case CACHE, MAXVALUE, MINVALUE -> {
                String name = tokens.take();
                yield option(name, new Option.Number(number()), position);
            }
            case CYCLE -> {
                tokens.advance();
                yield option("cycle", new Option.Text("true"), position);
            }
            case NO -> {
                tokens.advance();
                yield noOption(position);
            }
            case INCREMENT -> {
                tokens.advance();
                tokens.accept(Token.BY);
                yield option("increment", new Option.Number(number()), position);
            }
            case LOGGED, UNLOGGED -> {
                tokens.advance();
                String logged = Boolean.toString(word == Token.LOGGED);
                yield option("logged", new Option.Text(logged), position);
            }
            case OWNED -> {
                tokens.advance();
                tokens.expect(Token.BY);
                yield option("owned_by", new Option.Name(grammar.names.any()), position);
            }
            case SEQUENCE -> {
                tokens.advance();
                tokens.expect(Token.NAME);
                yield option("sequence_name", new Option.Name(grammar.names.any()), position);
            }
            case START -> {
                tokens.advance();
                tokens.accept(Token.WITH);
                yield option("start", new Option.Number(number()), position);
            }
            case RESTART -> {
                tokens.advance();
                boolean with = tokens.accept(Token.WITH);
                yield with || atNumber()
                        ? option("restart", new Option.Number(number()), position)
                        : option("restart", new Option.None(), position);
            }
            default -> Optional.empty();
        };
    }

    private Optional<Option> noOption(int position) {
        return switch (tokens.token()) {
            case CYCLE -> {
                tokens.advance();
                yield option("cycle", new Option.Text("false"), position);
            }
            case MAXVALUE, MINVALUE -> option(tokens.take(), new Option.None(), position);
            default -> throw tokens.unexpected();
        };
    }

    private static Optional<Option> option(String name, Option.Value value, int position) {
        return Optional.of(new Option(name, value, position));
    }
}
