package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;

/// Parses PostgreSQL 15's language. Safe for use by many threads.
public final class Parser {
    private Parser() {}

    /// Parses the statements of a text, between semicolons; an empty text has none.
    ///
    /// Positions in the trees and in errors count characters of `sql`, from 0.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException for the first error in the whole text
    ///   (42601 and others, as PostgreSQL has them), or 54001 when it is nested too deeply
    public static List<ParsedStatement> parse(String sql) {
        var grammar = new Grammar(sql);
        TokenCursor tokens = grammar.tokens;
        while (tokens.accept(Token.SEMICOLON)) {
            // an empty statement
        }
        if (tokens.at(Token.END_OF_INPUT)) {
            return List.of();
        }
        ParsedStatement first = statement(grammar);
        if (tokens.at(Token.END_OF_INPUT)) {
            return List.of(first);
        }
        var statements = new ArrayList<ParsedStatement>();
        statements.add(first);
        while (true) {
            while (tokens.accept(Token.SEMICOLON)) {
                // an empty statement
            }
            if (tokens.at(Token.END_OF_INPUT)) {
                return List.copyOf(statements);
            }
            statements.add(statement(grammar));
        }
    }

    private static ParsedStatement statement(Grammar grammar) {
        TokenCursor tokens = grammar.tokens;
        int start = tokens.position();
        var statement = grammar.statements.parse();
        if (!tokens.at(Token.SEMICOLON) && !tokens.at(Token.END_OF_INPUT)) {
            throw tokens.unexpected();
        }
        return new ParsedStatement(statement, start, tokens.lastEnd(), tokens.takeParameterCount());
    }

    /// Parses an expression alone, as a catalog keeps it.
    public static Expression parseExpression(String text) {
        var grammar = new Grammar(text);
        Expression expression = grammar.expressions.parse();
        grammar.tokens.expect(Token.END_OF_INPUT);
        return expression;
    }

    /// Parses a type's name alone, as `regtype` and casts from text take it.
    public static TypeName parseType(String text) {
        var grammar = new Grammar(text);
        TypeName type = grammar.types.parse();
        grammar.tokens.expect(Token.END_OF_INPUT);
        return type;
    }
}
