package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Rename;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement.CreateTrigger;
import dev.reckon.sql.ast.TableStatement.Transition;
import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `CREATE TRIGGER` and `ALTER TRIGGER`.
final class TriggerParser {
    private final Grammar grammar;
    private final TokenCursor tokens;
    private final List<TriggerOperation> operations = new ArrayList<>();
    private List<String> columns = List.of();

    TriggerParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `CreateTrigStmt`, from `CONSTRAINT` or `TRIGGER` on.
    CreateTrigger create(boolean orReplace, int position) {
        boolean constraint = tokens.accept(Token.CONSTRAINT);
        tokens.expect(Token.TRIGGER);
        String name = tokens.columnName();
        TriggerTiming timing = TriggerTiming.AFTER;
        if (constraint) {
            tokens.expect(Token.AFTER);
        } else {
            timing = timing();
        }
        operations();
        tokens.expect(Token.ON);
        QualifiedName table = grammar.names.relation();
        Optional<QualifiedName> from = Optional.empty();
        var deferral = new ConstraintParser.Deferral(false, false);
        List<Transition> transitions = List.of();
        boolean forEachRow = true;
        if (constraint) {
            if (tokens.accept(Token.FROM)) {
                from = Optional.of(grammar.names.relation());
            }
            deferral = grammar.constraints().deferral("TRIGGER");
            tokens.expect(Token.FOR, Token.EACH);
            tokens.expect(Token.ROW);
        } else {
            transitions = transitions();
            forEachRow = forEachRow();
        }
        Optional<Expression> condition = condition();
        tokens.expect(Token.EXECUTE);
        if (!tokens.accept(Token.FUNCTION)) {
            tokens.expect(Token.PROCEDURE);
        }
        QualifiedName function = grammar.names.function();
        List<String> arguments = arguments();
        if (constraint && orReplace) {
            throw SyntaxError.unsupported(
                    "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported", -1);
        }
        return new CreateTrigger(
                name,
                orReplace,
                constraint,
                timing,
                List.copyOf(operations),
                columns,
                table,
                from,
                deferral.deferrable(),
                deferral.initiallyDeferred(),
                transitions,
                forEachRow,
                condition,
                function,
                arguments,
                position);
    }

    private TriggerTiming timing() {
        if (tokens.accept(Token.BEFORE)) {
            return TriggerTiming.BEFORE;
        }
        if (tokens.accept(Token.AFTER)) {
            return TriggerTiming.AFTER;
        }
        tokens.expect(Token.INSTEAD, Token.OF);
        return TriggerTiming.INSTEAD_OF;
    }

    private void operations() {
        do {
            TriggerOperation operation =
                    switch (tokens.token()) {
                        case INSERT -> TriggerOperation.INSERT;
                        case DELETE -> TriggerOperation.DELETE;
                        case UPDATE -> TriggerOperation.UPDATE;
                        case TRUNCATE -> TriggerOperation.TRUNCATE;
                        default -> throw tokens.unexpected();
                    };
            tokens.advance();
            List<String> named = List.of();
            if (operation == TriggerOperation.UPDATE && tokens.accept(Token.OF)) {
                named = grammar.names.columnNames();
            }
            if (operations.contains(operation)) {
                // PostgreSQL has looked one token ahead only where OF could follow.
                throw tokens.near(
                        "duplicate trigger events specified",
                        operation == TriggerOperation.UPDATE ? 0 : -1);
            }
            operations.add(operation);
            columns = named.isEmpty() ? columns : named;
        } while (tokens.accept(Token.OR));
    }

    private List<Transition> transitions() {
        var list = new ArrayList<Transition>();
        if (!tokens.accept(Token.REFERENCING)) {
            return list;
        }
        do {
            boolean isNew = tokens.accept(Token.NEW);
            if (!isNew) {
                tokens.expect(Token.OLD);
            }
            boolean isTable = tokens.accept(Token.TABLE);
            if (!isTable) {
                tokens.expect(Token.ROW);
            }
            tokens.accept(Token.AS);
            list.add(new Transition(isNew, isTable, tokens.columnName()));
        } while (tokens.at(Token.NEW) || tokens.at(Token.OLD));
        return List.copyOf(list);
    }

    private boolean forEachRow() {
        if (!tokens.accept(Token.FOR)) {
            return false;
        }
        tokens.accept(Token.EACH);
        if (tokens.accept(Token.ROW)) {
            return true;
        }
        tokens.expect(Token.STATEMENT);
        return false;
    }

    private Optional<Expression> condition() {
        if (!tokens.accept(Token.WHEN)) {
            return Optional.empty();
        }
        tokens.expect(Token.OPEN_PARENTHESIS);
        Expression condition = grammar.expressions.parse();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return Optional.of(condition);
    }

    /// PostgreSQL's `TriggerFuncArgs`.
    private List<String> arguments() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<String>();
        if (!tokens.at(Token.CLOSE_PARENTHESIS)) {
            do {
                list.add(
                        switch (tokens.token()) {
                            case INTEGER_LITERAL, NUMBER_LITERAL, STRING_LITERAL -> tokens.take();
                            default -> tokens.label();
                        });
            } while (tokens.accept(Token.COMMA));
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    /// `ALTER TRIGGER name ON table RENAME TO new`
    Statement alter(int position) {
        ObjectKind kind = grammar.objects().kind();
        ObjectReference trigger = grammar.objects().object(kind);
        if (!tokens.at(Token.RENAME)) {
            tokens.accept(Token.NO);
            tokens.expect(Token.DEPENDS, Token.ON);
            return grammar.statements.unsupported("ALTER TRIGGER DEPENDS ON EXTENSION", position);
        }
        tokens.expect(Token.RENAME, Token.TO);
        return new Rename(trigger, kind, tokens.columnName(), false, false, false, position);
    }
}
