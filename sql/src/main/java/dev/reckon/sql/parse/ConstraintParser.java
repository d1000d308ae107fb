package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TableElement.Constraint;
import dev.reckon.sql.ast.TableElement.Exclusion;
import dev.reckon.sql.ast.TableElement.MatchKind;
import dev.reckon.sql.ast.TableElement.ReferentialAction;
import dev.reckon.sql.ast.TableElement.Rule;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The constraints of columns, tables and domains.
final class ConstraintParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    ConstraintParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// What follows a constraint and says how it is checked.
    private record Attributes(
            boolean deferrable, boolean deferred, boolean notValid, boolean noInherit) {}

    /// What can be said of a constraint only once.
    private enum Said {
        DEFERRABILITY,
        INITIALLY
    }

    /// Constraints of a column, and its collation among them.
    record Qualifiers(List<Constraint> constraints, Optional<QualifiedName> collation) {}

    /// PostgreSQL's `ColQualList`.
    Qualifiers columnConstraints() {
        var list = new ArrayList<Constraint>();
        Set<Said> said = EnumSet.noneOf(Said.class);
        Optional<QualifiedName> collation = Optional.empty();
        while (true) {
            int position = tokens.position();
            if (tokens.accept(Token.COLLATE)) {
                if (collation.isPresent()) {
                    throw SyntaxError.at("multiple COLLATE clauses not allowed", position);
                }
                collation = Optional.of(grammar.names.any());
            } else if (atAttribute()) {
                attribute(list, said, position);
            } else {
                Optional<String> name = name();
                Optional<Rule> rule = columnRule();
                if (rule.isEmpty()) {
                    if (name.isPresent()) {
                        throw tokens.unexpected();
                    }
                    return new Qualifiers(List.copyOf(list), collation);
                }
                list.add(new Constraint(name, rule.get(), false, false, false, position));
                said.clear();
            }
        }
    }

    private Optional<String> name() {
        return tokens.accept(Token.CONSTRAINT)
                ? Optional.of(tokens.columnName())
                : Optional.empty();
    }

    private boolean atAttribute() {
        return tokens.at(Token.DEFERRABLE)
                || tokens.at(Token.INITIALLY)
                || tokens.at(Token.NOT, Token.DEFERRABLE);
    }

    /// Applies `DEFERRABLE` and its relatives to the constraint before it.
    private void attribute(List<Constraint> constraints, Set<Said> said, int position) {
        boolean not = tokens.accept(Token.NOT);
        boolean initially = tokens.accept(Token.INITIALLY);
        boolean deferred = initially && tokens.accept(Token.DEFERRED);
        if (initially && !deferred) {
            tokens.expect(Token.IMMEDIATE);
        } else if (!initially) {
            tokens.expect(Token.DEFERRABLE);
        }
        boolean fits =
                !constraints.isEmpty()
                        && (constraints.getLast().rule() instanceof Rule.Unique
                                || constraints.getLast().rule() instanceof Rule.ForeignKey);
        if (!fits) {
            String clause = (not ? "NOT " : "") + (initially ? "INITIALLY " : "DEFERRABLE");
            String mode = initially ? (deferred ? "DEFERRED" : "IMMEDIATE") : "";
            throw SyntaxError.at("misplaced " + clause + mode + " clause", position);
        }
        if (!said.add(initially ? Said.INITIALLY : Said.DEFERRABILITY)) {
            throw SyntaxError.at(
                    "multiple "
                            + (initially
                                    ? "INITIALLY IMMEDIATE/DEFERRED"
                                    : "DEFERRABLE/NOT DEFERRABLE")
                            + " clauses not allowed",
                    position);
        }
        Constraint last = constraints.removeLast();
        boolean deferrable =
                initially
                        ? last.deferrable() || (deferred && !said.contains(Said.DEFERRABILITY))
                        : !not;
        boolean initiallyDeferred = initially ? deferred : last.initiallyDeferred();
        if (initiallyDeferred && !deferrable) {
            throw SyntaxError.at(
                    "constraint declared INITIALLY DEFERRED must be DEFERRABLE", position);
        }
        constraints.add(
                new Constraint(
                        last.name(),
                        last.rule(),
                        deferrable,
                        initiallyDeferred,
                        false,
                        last.position()));
    }

    /// PostgreSQL's `ColConstraintElem`, if one follows.
    private Optional<Rule> columnRule() {
        return switch (tokens.token()) {
            case NOT -> {
                tokens.advance();
                tokens.expect(Token.NULL);
                yield Optional.of(new Rule.NotNull());
            }
            case NULL -> {
                tokens.advance();
                yield Optional.of(new Rule.Nullable());
            }
            case UNIQUE -> {
                tokens.advance();
                boolean notDistinct = new IndexParser(grammar).nullsNotDistinct();
                yield Optional.of(unique(false, notDistinct, List.of(), List.of()));
            }
            case PRIMARY -> {
                tokens.advance();
                tokens.expect(Token.KEY);
                yield Optional.of(unique(true, false, List.of(), List.of()));
            }
            case CHECK -> {
                tokens.advance();
                yield Optional.of(check());
            }
            case DEFAULT -> {
                tokens.advance();
                yield Optional.of(new Rule.Default(grammar.expressions.parseRestricted()));
            }
            case GENERATED -> {
                tokens.advance();
                yield Optional.of(generated());
            }
            case REFERENCES -> Optional.of(references(List.of()));
            default -> Optional.empty();
        };
    }

    private Rule.Check check() {
        Expression condition = condition();
        boolean noInherit = tokens.accept(Token.NO);
        if (noInherit) {
            tokens.expect(Token.INHERIT);
        }
        return new Rule.Check(condition, noInherit);
    }

    private Expression condition() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        Expression condition = grammar.expressions.parse();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return condition;
    }

    private Rule generated() {
        int position = tokens.position();
        boolean always = generatedAlways();
        tokens.expect(Token.AS);
        if (tokens.accept(Token.IDENTITY)) {
            return new Rule.Identity(always, sequenceOptionsInParentheses());
        }
        Expression value = condition();
        tokens.expect(Token.STORED);
        if (!always) {
            throw SyntaxError.at(
                    "for a generated column, GENERATED ALWAYS must be specified", position);
        }
        return new Rule.Generated(value);
    }

    /// `ALWAYS` or `BY DEFAULT`.
    boolean generatedAlways() {
        if (tokens.accept(Token.ALWAYS)) {
            return true;
        }
        tokens.expect(Token.BY, Token.DEFAULT);
        return false;
    }

    /// `(sequence options)` or nothing.
    List<Option> sequenceOptionsInParentheses() {
        if (!tokens.accept(Token.OPEN_PARENTHESIS)) {
            return List.of();
        }
        List<Option> options = grammar.options().sequenceOptions();
        if (options.isEmpty()) {
            throw tokens.unexpected();
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return options;
    }

    private Rule.Unique unique(
            boolean primaryKey,
            boolean nullsNotDistinct,
            List<String> columns,
            List<String> include) {
        List<Option> options = grammar.options().optionalWith();
        return new Rule.Unique(
                primaryKey,
                nullsNotDistinct,
                columns,
                include,
                options,
                indexTablespace(),
                Optional.empty());
    }

    private Optional<String> indexTablespace() {
        if (!tokens.accept(Token.USING)) {
            return Optional.empty();
        }
        tokens.expect(Token.INDEX, Token.TABLESPACE);
        return Optional.of(tokens.columnName());
    }

    private Rule.ForeignKey references(List<String> columns) {
        tokens.expect(Token.REFERENCES);
        QualifiedName table = grammar.names.relation();
        List<String> referenced = grammar.names.optionalColumnNames();
        MatchKind match = match();
        var onDelete = new Action(ReferentialAction.NO_ACTION, List.of());
        var onUpdate = onDelete;
        boolean deleteSeen = false;
        boolean updateSeen = false;
        while (tokens.at(Token.ON)) {
            tokens.advance();
            int position = tokens.position();
            if (!deleteSeen && tokens.accept(Token.DELETE)) {
                deleteSeen = true;
                onDelete = action();
            } else if (!updateSeen && tokens.accept(Token.UPDATE)) {
                updateSeen = true;
                onUpdate = action();
                if (!onUpdate.columns().isEmpty()) {
                    throw SyntaxError.unsupported(
                            "a column list with "
                                    + onUpdate.action().name().replace('_', ' ')
                                    + " is only supported for ON DELETE actions",
                            position - 3);
                }
            } else {
                throw tokens.unexpected();
            }
        }
        return new Rule.ForeignKey(
                columns,
                table,
                referenced,
                match,
                onDelete.action(),
                onDelete.columns(),
                onUpdate.action(),
                onUpdate.columns());
    }

    private record Action(ReferentialAction action, List<String> columns) {}

    private MatchKind match() {
        int position = tokens.position();
        if (!tokens.accept(Token.MATCH)) {
            return MatchKind.SIMPLE;
        }
        if (tokens.accept(Token.FULL)) {
            return MatchKind.FULL;
        }
        if (tokens.accept(Token.PARTIAL)) {
            throw SyntaxError.unsupported("MATCH PARTIAL not yet implemented", position);
        }
        tokens.expect(Token.SIMPLE);
        return MatchKind.SIMPLE;
    }

    private Action action() {
        return switch (tokens.token()) {
            case NO -> {
                tokens.advance();
                tokens.expect(Token.ACTION);
                yield new Action(ReferentialAction.NO_ACTION, List.of());
            }
            case RESTRICT -> {
                tokens.advance();
                yield new Action(ReferentialAction.RESTRICT, List.of());
            }
            case CASCADE -> {
                tokens.advance();
                yield new Action(ReferentialAction.CASCADE, List.of());
            }
            default -> {
                tokens.expect(Token.SET);
                boolean toNull = tokens.accept(Token.NULL);
                if (!toNull) {
                    tokens.expect(Token.DEFAULT);
                }
                yield new Action(
                        toNull ? ReferentialAction.SET_NULL : ReferentialAction.SET_DEFAULT,
                        grammar.names.optionalColumnNames());
            }
        };
    }

    /// Whether a table's constraint begins here.
    boolean atTableConstraint() {
        return switch (tokens.token()) {
            case CONSTRAINT, CHECK, UNIQUE, PRIMARY, FOREIGN -> true;
            // Also a column's name.
            case EXCLUDE ->
                    tokens.peek(1) == Token.USING || tokens.peek(1) == Token.OPEN_PARENTHESIS;
            default -> false;
        };
    }

    /// PostgreSQL's `TableConstraint`; a domain's constraint can also be `NOT NULL`.
    Constraint tableConstraint() {
        int position = tokens.position();
        Optional<String> name = name();
        Token word = tokens.token();
        tokens.advance();
        return switch (word) {
            case CHECK -> {
                Expression condition = condition();
                Attributes attributes = attributes("CHECK", false, true, true);
                var rule = new Rule.Check(condition, attributes.noInherit());
                yield constraint(name, rule, attributes, position);
            }
            case UNIQUE -> {
                boolean notDistinct = new IndexParser(grammar).nullsNotDistinct();
                Rule rule = uniqueOfTable(false, notDistinct);
                Attributes attributes = attributes("UNIQUE", true, false, false);
                yield constraint(name, rule, attributes, position);
            }
            case PRIMARY -> {
                tokens.expect(Token.KEY);
                Rule rule = uniqueOfTable(true, false);
                Attributes attributes = attributes("PRIMARY KEY", true, false, false);
                yield constraint(name, rule, attributes, position);
            }
            case EXCLUDE -> {
                Rule rule = exclude();
                Attributes attributes = attributes("EXCLUDE", true, false, false);
                yield constraint(name, rule, attributes, position);
            }
            case FOREIGN -> {
                tokens.expect(Token.KEY);
                Rule rule = references(grammar.names.columnNamesInParentheses());
                Attributes attributes = attributes("FOREIGN KEY", true, true, false);
                yield constraint(name, rule, attributes, position);
            }
            default -> throw tokens.unexpected(-1);
        };
    }

    private static Constraint constraint(
            Optional<String> name, Rule rule, Attributes attributes, int position) {
        return new Constraint(
                name,
                rule,
                attributes.deferrable(),
                attributes.deferred(),
                attributes.notValid(),
                position);
    }

    private Rule uniqueOfTable(boolean primaryKey, boolean nullsNotDistinct) {
        if (tokens.accept(Token.USING)) {
            tokens.expect(Token.INDEX);
            return new Rule.Unique(
                    primaryKey,
                    nullsNotDistinct,
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(tokens.columnName()));
        }
        List<String> columns = grammar.names.columnNamesInParentheses();
        return unique(primaryKey, nullsNotDistinct, columns, include());
    }

    private List<String> include() {
        return tokens.accept(Token.INCLUDE) ? grammar.names.columnNamesInParentheses() : List.of();
    }

    private Rule.Exclude exclude() {
        String method = tokens.accept(Token.USING) ? tokens.columnName() : "btree";
        var indexes = new IndexParser(grammar);
        tokens.expect(Token.OPEN_PARENTHESIS);
        var elements = new ArrayList<Exclusion>();
        do {
            var element = indexes.element();
            tokens.expect(Token.WITH);
            boolean qualified = tokens.at(Token.OPERATOR, Token.OPEN_PARENTHESIS);
            elements.add(
                    new Exclusion(
                            element,
                            qualified ? grammar.names.operator() : grammar.names.anyOperator()));
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        List<String> include = include();
        List<Option> options = grammar.options().optionalWith();
        Optional<String> tablespace = indexTablespace();
        Optional<Expression> where =
                tokens.accept(Token.WHERE) ? Optional.of(condition()) : Optional.empty();
        return new Rule.Exclude(method, List.copyOf(elements), include, options, tablespace, where);
    }

    /// PostgreSQL's `ConstraintAttributeSpec`.
    private Attributes attributes(
            String kind, boolean canDefer, boolean canBeNotValid, boolean canNotInherit) {
        boolean deferrable = false;
        boolean notDeferrable = false;
        boolean deferred = false;
        boolean immediate = false;
        boolean notValid = false;
        boolean noInherit = false;
        boolean more = true;
        while (more) {
            int at = tokens.position();
            if (tokens.accept(Token.NOT, Token.DEFERRABLE)) {
                notDeferrable = true;
            } else if (tokens.accept(Token.NOT)) {
                tokens.expect(Token.VALID);
                notValid = true;
            } else if (tokens.accept(Token.DEFERRABLE)) {
                deferrable = true;
            } else if (tokens.accept(Token.INITIALLY)) {
                boolean now = tokens.accept(Token.IMMEDIATE);
                if (!now) {
                    tokens.expect(Token.DEFERRED);
                }
                immediate |= now;
                deferred |= !now;
            } else if (tokens.accept(Token.NO)) {
                tokens.expect(Token.INHERIT);
                noInherit = true;
            } else {
                more = false;
            }
            if (deferred && notDeferrable) {
                throw SyntaxError.at(
                        "constraint declared INITIALLY DEFERRED must be DEFERRABLE", at);
            }
            if ((deferrable && notDeferrable) || (deferred && immediate)) {
                throw SyntaxError.at("conflicting constraint properties", at);
            }
        }
        if ((deferrable || deferred) && !canDefer) {
            throw cannotBe(kind, "DEFERRABLE");
        }
        if (notValid && !canBeNotValid) {
            throw cannotBe(kind, "NOT VALID");
        }
        if (noInherit && !canNotInherit) {
            throw cannotBe(kind, "NO INHERIT");
        }
        return new Attributes(deferrable || deferred, deferred, notValid, noInherit);
    }

    private static DatabaseException cannotBe(String kind, String property) {
        return new DatabaseException(
                SqlState.FEATURE_NOT_SUPPORTED, kind + " constraints cannot be marked " + property);
    }

    /// When a constraint of a kind is checked: of `FOREIGN KEY`, or of `TRIGGER`.
    Deferral deferral(String kind) {
        Attributes attributes = attributes(kind, true, false, false);
        return new Deferral(attributes.deferrable(), attributes.deferred());
    }

    /// When a constraint is checked.
    record Deferral(boolean deferrable, boolean initiallyDeferred) {}
}
