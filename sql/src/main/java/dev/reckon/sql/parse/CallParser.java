package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.NamedArgument;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Over.Bound;
import dev.reckon.sql.ast.Over.BoundKind;
import dev.reckon.sql.ast.Over.Exclusion;
import dev.reckon.sql.ast.Over.Frame;
import dev.reckon.sql.ast.Over.FrameMode;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Function calls with all that can stand in and after their parentheses, and windows.
final class CallParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    CallParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `func_application`: the name has been read, the parenthesis comes next.
    FunctionCall application(QualifiedName name, int position) {
        tokens.expect(Token.OPEN_PARENTHESIS);
        if (tokens.accept(Token.CLOSE_PARENTHESIS)) {
            return FunctionCall.of(name, List.of(), CallForm.PLAIN, position);
        }
        if (tokens.accept(Token.STAR)) {
            tokens.expect(Token.CLOSE_PARENTHESIS);
            return call(name, List.of(), true, false, false, List.of(), position);
        }
        boolean distinct = tokens.accept(Token.DISTINCT);
        boolean plain = !distinct && !tokens.accept(Token.ALL);
        var arguments = new ArrayList<Expression>();
        boolean variadic = false;
        do {
            if (plain && tokens.accept(Token.VARIADIC)) {
                variadic = true;
                arguments.add(argument());
                break;
            }
            arguments.add(argument());
        } while (tokens.accept(Token.COMMA));
        List<SortKey> orderBy = tokens.at(Token.ORDER) ? grammar.queries.orderBy() : List.of();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        List<Expression> list = List.copyOf(arguments);
        return call(name, list, false, distinct, variadic, orderBy, position);
    }

    private static FunctionCall call(
            QualifiedName name,
            List<Expression> arguments,
            boolean star,
            boolean distinct,
            boolean variadic,
            List<SortKey> orderBy,
            int position) {
        return new FunctionCall(
                name,
                arguments,
                star,
                distinct,
                variadic,
                orderBy,
                false,
                Optional.empty(),
                Optional.empty(),
                CallForm.PLAIN,
                position);
    }

    /// PostgreSQL's `func_arg_expr`.
    Expression argument() {
        Token next = tokens.peek(1);
        if ((next == Token.ARROW || next == Token.COLON_EQUALS)
                && tokens.token().isTypeOrFunctionName()) {
            int position = tokens.position();
            String name = tokens.take();
            tokens.advance();
            return new NamedArgument(name, grammar.expressions.parse(), position);
        }
        return grammar.expressions.parse();
    }

    /// Whether a call can be the type before a string constant: `name(3) 'x'`.
    boolean canBeModifiers(FunctionCall call) {
        if (call.star() || call.distinct() || call.variadic() || call.arguments().isEmpty()) {
            return false;
        }
        for (Expression argument : call.arguments()) {
            if (argument instanceof NamedArgument named) {
                throw SyntaxError.at("type modifier cannot have parameter name", named.position());
            }
        }
        if (!call.orderBy().isEmpty()) {
            throw SyntaxError.at("type modifier cannot have ORDER BY", call.position());
        }
        return true;
    }

    /// `WITHIN GROUP (…)`, `FILTER (…)` and `OVER …` after a call, if they follow.
    Expression suffixes(FunctionCall call) {
        return switch (tokens.token()) {
            case WITHIN, FILTER, OVER -> withSuffixes(call);
            default -> call;
        };
    }

    private Expression withSuffixes(FunctionCall call) {
        List<SortKey> orderBy = call.orderBy();
        boolean withinGroup = tokens.at(Token.WITHIN);
        if (withinGroup) {
            orderBy = withinGroup(call);
        }
        Optional<Expression> filter = Optional.empty();
        if (tokens.accept(Token.FILTER)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            tokens.expect(Token.WHERE);
            filter = Optional.of(grammar.expressions.parse());
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        Optional<Over> over = tokens.at(Token.OVER) ? Optional.of(over()) : Optional.empty();
        return new FunctionCall(
                call.name(),
                call.arguments(),
                call.star(),
                call.distinct(),
                call.variadic(),
                orderBy,
                withinGroup,
                filter,
                over,
                call.form(),
                call.position());
    }

    private List<SortKey> withinGroup(FunctionCall call) {
        int position = tokens.expect(Token.WITHIN);
        tokens.expect(Token.GROUP);
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<SortKey> orderBy = grammar.queries.orderBy();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        if (!call.orderBy().isEmpty()) {
            throw SyntaxError.at(
                    "cannot use multiple ORDER BY clauses with WITHIN GROUP", position);
        }
        if (call.distinct()) {
            throw SyntaxError.at("cannot use DISTINCT with WITHIN GROUP", position);
        }
        if (call.variadic()) {
            throw SyntaxError.at("cannot use VARIADIC with WITHIN GROUP", position);
        }
        return orderBy;
    }

    private Over over() {
        tokens.expect(Token.OVER);
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return specification();
        }
        int position = tokens.position();
        return new Over.Named(tokens.columnName(), position);
    }

    /// `(…)` after `OVER` or in `WINDOW name AS`.
    Over.Specification specification() {
        int position = tokens.expect(Token.OPEN_PARENTHESIS);
        Optional<String> base = Optional.empty();
        if (tokens.token().isColumnName() && !atClause()) {
            base = Optional.of(tokens.columnName());
        }
        List<Expression> partitionBy = List.of();
        if (tokens.accept(Token.PARTITION)) {
            tokens.expect(Token.BY);
            partitionBy = grammar.expressions.list();
        }
        List<SortKey> orderBy = tokens.at(Token.ORDER) ? grammar.queries.orderBy() : List.of();
        Optional<Frame> frame = frame();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new Over.Specification(base, partitionBy, orderBy, frame, position);
    }

    /// Whether one of the words that begin a window's clauses comes next: they are no names there.
    private boolean atClause() {
        return switch (tokens.token()) {
            case PARTITION, RANGE, ROWS, GROUPS -> true;
            default -> false;
        };
    }

    private Optional<Frame> frame() {
        int position = tokens.position();
        FrameMode mode =
                switch (tokens.token()) {
                    case ROWS -> FrameMode.ROWS;
                    case RANGE -> FrameMode.RANGE;
                    case GROUPS -> FrameMode.GROUPS;
                    default -> null;
                };
        if (mode == null) {
            return Optional.empty();
        }
        tokens.advance();
        Bound start;
        Bound end;
        if (tokens.accept(Token.BETWEEN)) {
            start = bound();
            tokens.expect(Token.AND);
            end = bound();
            checkBounds(start, end);
        } else {
            start = bound();
            end = new Bound(BoundKind.CURRENT_ROW, Optional.empty(), start.position());
            checkStart(start);
        }
        return Optional.of(new Frame(mode, start, end, exclusion(), position));
    }

    private Bound bound() {
        int position = tokens.position();
        // Both words can be columns too; only what follows tells.
        boolean unbounded = tokens.at(Token.UNBOUNDED) && atDirection(tokens.peek(1));
        if (unbounded) {
            tokens.advance();
            BoundKind kind =
                    tokens.at(Token.PRECEDING)
                            ? BoundKind.UNBOUNDED_PRECEDING
                            : BoundKind.UNBOUNDED_FOLLOWING;
            tokens.advance();
            return new Bound(kind, Optional.empty(), position);
        }
        if (tokens.accept(Token.CURRENT, Token.ROW)) {
            return new Bound(BoundKind.CURRENT_ROW, Optional.empty(), position);
        }
        Optional<Expression> offset = Optional.of(grammar.expressions.parse());
        if (tokens.accept(Token.PRECEDING)) {
            return new Bound(BoundKind.OFFSET_PRECEDING, offset, position);
        }
        tokens.expect(Token.FOLLOWING);
        return new Bound(BoundKind.OFFSET_FOLLOWING, offset, position);
    }

    private static boolean atDirection(Token token) {
        return token == Token.PRECEDING || token == Token.FOLLOWING;
    }

    private static void checkStart(Bound start) {
        switch (start.kind()) {
            case UNBOUNDED_FOLLOWING ->
                    throw windowing("frame start cannot be UNBOUNDED FOLLOWING", start);
            case OFFSET_FOLLOWING ->
                    throw windowing(
                            "frame starting from following row cannot end with current row", start);
            case UNBOUNDED_PRECEDING, OFFSET_PRECEDING, CURRENT_ROW -> {
                // fine
            }
        }
    }

    private static void checkBounds(Bound start, Bound end) {
        if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
            throw windowing("frame start cannot be UNBOUNDED FOLLOWING", start);
        }
        if (end.kind() == BoundKind.UNBOUNDED_PRECEDING) {
            throw windowing("frame end cannot be UNBOUNDED PRECEDING", end);
        }
        boolean endsBefore = end.kind() == BoundKind.OFFSET_PRECEDING;
        if (start.kind() == BoundKind.CURRENT_ROW && endsBefore) {
            throw windowing("frame starting from current row cannot have preceding rows", end);
        }
        boolean endsByCurrent = endsBefore || end.kind() == BoundKind.CURRENT_ROW;
        if (start.kind() == BoundKind.OFFSET_FOLLOWING && endsByCurrent) {
            throw windowing("frame starting from following row cannot have preceding rows", end);
        }
    }

    private static DatabaseException windowing(String message, Bound bound) {
        return new DatabaseException(SqlState.WINDOWING_ERROR, message).at(bound.position());
    }

    private Exclusion exclusion() {
        if (!tokens.accept(Token.EXCLUDE)) {
            return Exclusion.NO_OTHERS;
        }
        return switch (tokens.token()) {
            case CURRENT -> {
                tokens.advance();
                tokens.expect(Token.ROW);
                yield Exclusion.CURRENT_ROW;
            }
            case GROUP -> {
                tokens.advance();
                yield Exclusion.GROUP;
            }
            case TIES -> {
                tokens.advance();
                yield Exclusion.TIES;
            }
            default -> {
                tokens.expect(Token.NO, Token.OTHERS);
                yield Exclusion.NO_OTHERS;
            }
        };
    }
}
