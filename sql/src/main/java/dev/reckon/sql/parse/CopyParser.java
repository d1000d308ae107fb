package dev.reckon.sql.parse;

import dev.reckon.sql.ast.DataStatement.Copy;
import dev.reckon.sql.ast.DataStatement.CopyQuery;
import dev.reckon.sql.ast.DataStatement.CopySource;
import dev.reckon.sql.ast.DataStatement.CopyTable;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `COPY`, with its options in the present syntax and in that of old.
final class CopyParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    CopyParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Copy parse() {
        int position = tokens.expect(Token.COPY);
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return query(position);
        }
        var options = new ArrayList<Option>();
        if (tokens.at(Token.BINARY)) {
            options.add(word("format", "binary"));
        }
        CopySource source =
                new CopyTable(grammar.names.relation(), grammar.names.optionalColumnNames());
        boolean from = tokens.accept(Token.FROM);
        if (!from) {
            tokens.expect(Token.TO);
        }
        boolean program = tokens.accept(Token.PROGRAM);
        Optional<String> target = target();
        if (tokens.at(Token.USING) || tokens.at(Token.DELIMITERS)) {
            int delimiter = tokens.position();
            tokens.accept(Token.USING);
            tokens.expect(Token.DELIMITERS);
            options.add(text("delimiter", tokens.expectString(), delimiter));
        }
        options.addAll(options());
        int wherePosition = tokens.position();
        Optional<Expression> where = grammar.queries.where();
        if (program && target.isEmpty()) {
            throw SyntaxError.at("STDIN/STDOUT not allowed with PROGRAM", -1);
        }
        if (!from && where.isPresent()) {
            throw SyntaxError.at("WHERE clause not allowed with COPY TO", wherePosition)
                    .withHint("Try the COPY (SELECT ... WHERE ...) TO variant.");
        }
        return new Copy(source, from, program, target, List.copyOf(options), where, position);
    }

    private Copy query(int position) {
        tokens.expect(Token.OPEN_PARENTHESIS);
        CopySource source = new CopyQuery(grammar.statements.preparable());
        tokens.expect(Token.CLOSE_PARENTHESIS);
        tokens.expect(Token.TO);
        boolean program = tokens.accept(Token.PROGRAM);
        Optional<String> target = target();
        List<Option> options = options();
        if (program && target.isEmpty()) {
            throw SyntaxError.at("STDIN/STDOUT not allowed with PROGRAM", -1);
        }
        return new Copy(source, false, program, target, options, Optional.empty(), position);
    }

    private Optional<String> target() {
        if (tokens.accept(Token.STDIN) || tokens.accept(Token.STDOUT)) {
            return Optional.empty();
        }
        return Optional.of(tokens.expectString());
    }

    private List<Option> options() {
        if (tokens.at(Token.WITH) || tokens.at(Token.OPEN_PARENTHESIS)) {
            tokens.accept(Token.WITH);
        }
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return grammar.options().copyOptions();
        }
        var list = new ArrayList<Option>();
        Optional<Option> option = oldOption();
        while (option.isPresent()) {
            list.add(option.get());
            option = oldOption();
        }
        return List.copyOf(list);
    }

    private Optional<Option> oldOption() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case BINARY -> Optional.of(word("format", "binary"));
            case CSV -> Optional.of(word("format", "csv"));
            case FREEZE -> Optional.of(word("freeze", "true"));
            case HEADER -> Optional.of(word("header", "true"));
            case DELIMITER, NULL, QUOTE, ESCAPE -> {
                String name = tokens.take();
                tokens.accept(Token.AS);
                yield Optional.of(text(name, tokens.expectString(), position));
            }
            case ENCODING -> {
                tokens.advance();
                yield Optional.of(text("encoding", tokens.expectString(), position));
            }
            case FORCE -> Optional.of(force(position));
            default -> Optional.empty();
        };
    }

    private Option force(int position) {
        tokens.expect(Token.FORCE);
        if (tokens.accept(Token.QUOTE)) {
            return new Option("force_quote", columns(), position);
        }
        boolean not = tokens.accept(Token.NOT);
        tokens.expect(Token.NULL);
        String name = not ? "force_not_null" : "force_null";
        return new Option(name, new Option.Names(grammar.names.columnNames()), position);
    }

    private Option.Value columns() {
        return tokens.accept(Token.STAR)
                ? new Option.All()
                : new Option.Names(grammar.names.columnNames());
    }

    private Option word(String name, String value) {
        int position = tokens.position();
        tokens.advance();
        return text(name, value, position);
    }

    private static Option text(String name, String value, int position) {
        return new Option(name, new Option.Text(value), position);
    }
}
