package dev.reckon.sql.parse;

import dev.reckon.sql.ast.DataStatement.Merge;
import dev.reckon.sql.ast.DataStatement.MergeAction;
import dev.reckon.sql.ast.DataStatement.MergeBranch;
import dev.reckon.sql.ast.DataStatement.Overriding;
import dev.reckon.sql.ast.DataStatement.TargetColumn;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `MERGE`.
final class MergeParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    MergeParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Merge parse(Optional<With> with) {
        int position = tokens.expect(Token.MERGE);
        tokens.expect(Token.INTO);
        TableReference.Table table = grammar.data().relationWithAlias();
        tokens.expect(Token.USING);
        TableReference source = grammar.from.parse();
        tokens.expect(Token.ON);
        Expression on = grammar.expressions.parse();
        var branches = new ArrayList<MergeBranch>();
        do {
            MergeBranch branch = branch();
            if (branches.stream().anyMatch(earlier -> takesAll(earlier, branch.matched()))) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "unreachable WHEN clause specified after unconditional WHEN clause");
            }
            branches.add(branch);
        } while (tokens.at(Token.WHEN));
        return new Merge(with, table, source, on, List.copyOf(branches), position);
    }

    private static boolean takesAll(MergeBranch branch, boolean matched) {
        return branch.matched() == matched && branch.condition().isEmpty();
    }

    private MergeBranch branch() {
        int position = tokens.expect(Token.WHEN);
        boolean matched = !tokens.accept(Token.NOT);
        tokens.expect(Token.MATCHED);
        Optional<Expression> condition =
                tokens.accept(Token.AND)
                        ? Optional.of(grammar.expressions.parse())
                        : Optional.empty();
        tokens.expect(Token.THEN);
        return new MergeBranch(matched, condition, action(matched), position);
    }

    private MergeAction action(boolean matched) {
        if (tokens.accept(Token.DO)) {
            tokens.expect(Token.NOTHING);
            return new MergeAction.Nothing();
        }
        if (!matched) {
            return insert();
        }
        if (tokens.accept(Token.DELETE)) {
            return new MergeAction.Delete();
        }
        tokens.expect(Token.UPDATE, Token.SET);
        return new MergeAction.Update(grammar.data().assignments());
    }

    private MergeAction insert() {
        tokens.expect(Token.INSERT);
        List<TargetColumn> columns =
                tokens.at(Token.OPEN_PARENTHESIS)
                        ? grammar.data().columnsInParentheses()
                        : List.of();
        Overriding overriding = grammar.data().overriding();
        if (columns.isEmpty() && overriding == Overriding.NONE && tokens.accept(Token.DEFAULT)) {
            tokens.expect(Token.VALUES);
            return new MergeAction.Insert(columns, overriding, List.of());
        }
        tokens.expect(Token.VALUES, Token.OPEN_PARENTHESIS);
        List<Expression> values = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new MergeAction.Insert(columns, overriding, values);
    }
}
