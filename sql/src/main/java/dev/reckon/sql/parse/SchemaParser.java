package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.SchemaStatement.CheckOption;
import dev.reckon.sql.ast.SchemaStatement.CreateSchema;
import dev.reckon.sql.ast.SchemaStatement.CreateSequence;
import dev.reckon.sql.ast.SchemaStatement.CreateView;
import dev.reckon.sql.ast.SchemaStatement.RefreshMaterializedView;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Schemas, views and sequences.
final class SchemaParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    SchemaParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    CreateSchema create(int position) {
        tokens.expect(Token.SCHEMA);
        boolean ifNotExists = grammar.names.ifNotExists();
        Optional<String> name =
                tokens.at(Token.AUTHORIZATION)
                        ? Optional.empty()
                        : Optional.of(tokens.columnName());
        Optional<RoleName> authorization = Optional.empty();
        if (tokens.accept(Token.AUTHORIZATION)) {
            authorization = Optional.of(grammar.names.role());
        }
        var elements = new ArrayList<Statement>();
        while (tokens.at(Token.CREATE) || tokens.at(Token.GRANT)) {
            if (ifNotExists) {
                throw SyntaxError.unsupported(
                        "CREATE SCHEMA IF NOT EXISTS cannot include schema elements",
                        tokens.position());
            }
            if (tokens.at(Token.CREATE) && !isElement(tokens.peek(1))) {
                throw tokens.unexpected(1);
            }
            elements.add(grammar.statements.parse());
        }
        return new CreateSchema(name, authorization, ifNotExists, List.copyOf(elements), position);
    }

    /// Whether what a word creates can be made together with its schema.
    private static boolean isElement(Token word) {
        return switch (word) {
            case TABLE,
                    TEMP,
                    TEMPORARY,
                    LOCAL,
                    GLOBAL,
                    UNLOGGED,
                    UNIQUE,
                    INDEX,
                    SEQUENCE,
                    VIEW,
                    RECURSIVE,
                    OR,
                    TRIGGER,
                    CONSTRAINT ->
                    true;
            default -> false;
        };
    }

    CreateView createView(boolean orReplace, Persistence persistence, int position) {
        boolean recursive = tokens.accept(Token.RECURSIVE);
        tokens.expect(Token.VIEW);
        QualifiedName name = grammar.names.relation();
        List<String> columns =
                recursive
                        ? grammar.names.columnNamesInParentheses()
                        : grammar.names.optionalColumnNames();
        List<Option> options = grammar.options().optionalWith();
        tokens.expect(Token.AS);
        int start = tokens.position();
        Query query = grammar.queries.parse();
        String text = tokens.textFrom(start);
        CheckOption check = CheckOption.NONE;
        int checkPosition = tokens.position();
        if (tokens.accept(Token.WITH)) {
            check = tokens.accept(Token.LOCAL) ? CheckOption.LOCAL : CheckOption.CASCADED;
            if (check == CheckOption.CASCADED) {
                tokens.accept(Token.CASCADED);
            }
            tokens.expect(Token.CHECK, Token.OPTION);
            if (recursive) {
                throw SyntaxError.unsupported(
                        "WITH CHECK OPTION not supported on recursive views", checkPosition);
            }
        }
        return new CreateView(
                name,
                orReplace,
                persistence,
                recursive,
                columns,
                options,
                query,
                check,
                text,
                position);
    }

    RefreshMaterializedView refresh() {
        int position = tokens.expect(Token.REFRESH);
        tokens.expect(Token.MATERIALIZED, Token.VIEW);
        boolean concurrently = tokens.accept(Token.CONCURRENTLY);
        QualifiedName name = grammar.names.relation();
        return new RefreshMaterializedView(
                name, concurrently, grammar.tables().withData(), position);
    }

    CreateSequence createSequence(Persistence persistence, int position) {
        tokens.expect(Token.SEQUENCE);
        boolean ifNotExists = grammar.names.ifNotExists();
        QualifiedName name = grammar.names.relation();
        List<Option> options = grammar.options().sequenceOptions();
        return new CreateSequence(name, persistence, ifNotExists, options, position);
    }
}
