package dev.reckon.sql.parse;

import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.ast.FunctionParameter.Mode;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The kinds of objects, and objects named the way their kind needs it.
final class ObjectNameParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    ObjectNameParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// The words that name a kind: `TABLE`, `FOREIGN DATA WRAPPER`, …
    ObjectKind kind() {
        Token word = tokens.token();
        return switch (word) {
            case ACCESS -> words(ObjectKind.ACCESS_METHOD, Token.METHOD);
            case EVENT -> words(ObjectKind.EVENT_TRIGGER, Token.TRIGGER);
            case LARGE -> words(ObjectKind.LARGE_OBJECT, Token.OBJECT);
            case MATERIALIZED -> words(ObjectKind.MATERIALIZED_VIEW, Token.VIEW);
            case PROCEDURAL -> words(ObjectKind.LANGUAGE, Token.LANGUAGE);
            case FOREIGN -> {
                tokens.advance();
                if (tokens.accept(Token.TABLE)) {
                    yield ObjectKind.FOREIGN_TABLE;
                }
                tokens.expect(Token.DATA, Token.WRAPPER);
                yield ObjectKind.FOREIGN_DATA_WRAPPER;
            }
            case OPERATOR -> {
                tokens.advance();
                if (tokens.accept(Token.CLASS)) {
                    yield ObjectKind.OPERATOR_CLASS;
                }
                yield tokens.accept(Token.FAMILY)
                        ? ObjectKind.OPERATOR_FAMILY
                        : ObjectKind.OPERATOR;
            }
            case TEXT -> {
                tokens.advance();
                tokens.expect(Token.SEARCH);
                yield textSearch();
            }
            default -> {
                ObjectKind kind = simple(word).orElseThrow(tokens::unexpected);
                tokens.advance();
                yield kind;
            }
        };
    }

    private ObjectKind words(ObjectKind kind, Token second) {
        tokens.advance();
        tokens.expect(second);
        return kind;
    }

    private ObjectKind textSearch() {
        ObjectKind kind =
                switch (tokens.token()) {
                    case CONFIGURATION -> ObjectKind.TEXT_SEARCH_CONFIGURATION;
                    case DICTIONARY -> ObjectKind.TEXT_SEARCH_DICTIONARY;
                    case PARSER -> ObjectKind.TEXT_SEARCH_PARSER;
                    case TEMPLATE -> ObjectKind.TEXT_SEARCH_TEMPLATE;
                    default -> throw tokens.unexpected();
                };
        tokens.advance();
        return kind;
    }

    private static Optional<ObjectKind> simple(Token word) {
        return switch (word) {
            case AGGREGATE,
                    CAST,
                    COLLATION,
                    COLUMN,
                    CONSTRAINT,
                    CONVERSION,
                    DATABASE,
                    DOMAIN,
                    EXTENSION,
                    FUNCTION,
                    INDEX,
                    LANGUAGE,
                    POLICY,
                    PROCEDURE,
                    PUBLICATION,
                    ROLE,
                    ROUTINE,
                    RULE,
                    SCHEMA,
                    SEQUENCE,
                    SERVER,
                    STATISTICS,
                    SUBSCRIPTION,
                    TABLE,
                    TABLESPACE,
                    TRANSFORM,
                    TRIGGER,
                    TYPE,
                    VIEW ->
                    Optional.of(ObjectKind.valueOf(word.name()));
            default -> Optional.empty();
        };
    }

    /// An object of a kind.
    ObjectReference object(ObjectKind kind) {
        int position = tokens.position();
        return switch (kind) {
            case TABLE,
                    VIEW,
                    MATERIALIZED_VIEW,
                    SEQUENCE,
                    INDEX,
                    FOREIGN_TABLE,
                    COLLATION,
                    CONVERSION,
                    STATISTICS,
                    TEXT_SEARCH_CONFIGURATION,
                    TEXT_SEARCH_DICTIONARY,
                    TEXT_SEARCH_PARSER,
                    TEXT_SEARCH_TEMPLATE ->
                    ObjectReference.of(kind, grammar.names.any());
            case TYPE, DOMAIN -> ObjectReference.of(kind, grammar.types.parse().name());
            case COLUMN -> column(position);
            case FUNCTION, PROCEDURE, ROUTINE -> function(kind);
            case AGGREGATE -> aggregate();
            case OPERATOR -> operator(position);
            case OPERATOR_CLASS, OPERATOR_FAMILY -> {
                QualifiedName name = grammar.names.any();
                tokens.expect(Token.USING);
                yield part(kind, name, tokens.columnName(), position);
            }
            case TRIGGER, RULE, POLICY, CONSTRAINT, DOMAIN_CONSTRAINT -> partOfTable(kind);
            case CAST -> cast(position);
            case TRANSFORM -> {
                tokens.expect(Token.FOR);
                QualifiedName type = grammar.types.parse().name();
                tokens.expect(Token.LANGUAGE);
                yield part(kind, type, tokens.columnName(), position);
            }
            case LARGE_OBJECT -> {
                String oid = grammar.options().number();
                yield ObjectReference.of(kind, new QualifiedName(List.of(oid), position));
            }
            case ACCESS_METHOD,
                    ATTRIBUTE,
                    DATABASE,
                    EVENT_TRIGGER,
                    EXTENSION,
                    FOREIGN_DATA_WRAPPER,
                    LANGUAGE,
                    PARAMETER,
                    PUBLICATION,
                    ROLE,
                    SCHEMA,
                    SERVER,
                    SUBSCRIPTION,
                    TABLESPACE ->
                    ObjectReference.of(
                            kind, new QualifiedName(List.of(tokens.columnName()), position));
        };
    }

    private static ObjectReference part(
            ObjectKind kind, QualifiedName whole, String part, int position) {
        return new ObjectReference(kind, whole, Optional.of(part), Optional.empty(), position);
    }

    /// `table.column`; a column without a table has no part.
    private ObjectReference column(int position) {
        QualifiedName name = grammar.names.any();
        List<String> parts = name.parts();
        if (parts.size() < 2) {
            return ObjectReference.of(ObjectKind.COLUMN, name);
        }
        var table = new QualifiedName(List.copyOf(parts.subList(0, parts.size() - 1)), position);
        return part(ObjectKind.COLUMN, table, name.name(), position);
    }

    /// `name ON table`
    private ObjectReference partOfTable(ObjectKind kind) {
        int position = tokens.position();
        String name = tokens.columnName();
        tokens.expect(Token.ON);
        if (kind == ObjectKind.CONSTRAINT && tokens.accept(Token.DOMAIN)) {
            return part(ObjectKind.DOMAIN_CONSTRAINT, grammar.names.any(), name, position);
        }
        return part(kind, grammar.names.any(), name, position);
    }

    /// PostgreSQL's `function_with_argtypes`.
    ObjectReference function(ObjectKind kind) {
        QualifiedName name =
                tokens.peek(1) == Token.OPEN_PARENTHESIS
                        ? grammar.names.function()
                        : functionAlone();
        Optional<List<FunctionParameter>> parameters =
                tokens.at(Token.OPEN_PARENTHESIS)
                        ? Optional.of(grammar.functions().parameters())
                        : Optional.empty();
        return new ObjectReference(kind, name, Optional.empty(), parameters, name.position());
    }

    /// A function named without its parameters, by any word that can be a name.
    private QualifiedName functionAlone() {
        int position = tokens.position();
        String first =
                tokens.token().isColumnName() ? tokens.columnName() : tokens.typeOrFunctionName();
        return grammar.names.rest(first, position);
    }

    /// Objects of a kind, between commas.
    List<ObjectReference> list(ObjectKind kind) {
        var list = new ArrayList<ObjectReference>();
        do {
            list.add(object(kind));
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// PostgreSQL's `aggregate_with_argtypes`: `name(*)`, `name(types)`, `name(types ORDER BY
    /// types)`.
    private ObjectReference aggregate() {
        QualifiedName name = grammar.names.function();
        tokens.expect(Token.OPEN_PARENTHESIS);
        var parameters = new ArrayList<FunctionParameter>();
        if (!tokens.accept(Token.STAR)) {
            while (!tokens.at(Token.CLOSE_PARENTHESIS)) {
                if (tokens.accept(Token.ORDER)) {
                    tokens.expect(Token.BY);
                }
                parameters.add(typeOnly());
                if (!tokens.at(Token.ORDER) && !tokens.accept(Token.COMMA)) {
                    break;
                }
            }
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new ObjectReference(
                ObjectKind.AGGREGATE,
                name,
                Optional.empty(),
                Optional.of(List.copyOf(parameters)),
                name.position());
    }

    private FunctionParameter typeOnly() {
        int position = tokens.position();
        return parameter(grammar.types.parseInFunction(), position);
    }

    private static FunctionParameter parameter(TypeName type, int position) {
        return new FunctionParameter(
                Mode.DEFAULT, Optional.empty(), type, Optional.empty(), position);
    }

    private ObjectReference operator(int position) {
        Operator operator = grammar.names.anyOperator();
        var parts = new ArrayList<>(operator.schema());
        parts.add(operator.symbol());
        tokens.expect(Token.OPEN_PARENTHESIS);
        var types = new ArrayList<FunctionParameter>();
        boolean noLeft = tokens.accept(Token.NONE);
        if (!noLeft) {
            types.add(typeOnly());
        }
        if (tokens.at(Token.CLOSE_PARENTHESIS)) {
            throw SyntaxError.at("missing argument", tokens.position())
                    .withHint("Use NONE to denote the missing argument of a unary operator.");
        }
        tokens.expect(Token.COMMA);
        if (noLeft || !tokens.accept(Token.NONE)) {
            types.add(typeOnly());
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new ObjectReference(
                ObjectKind.OPERATOR,
                new QualifiedName(List.copyOf(parts), position),
                Optional.empty(),
                Optional.of(List.copyOf(types)),
                position);
    }

    private ObjectReference cast(int position) {
        tokens.expect(Token.OPEN_PARENTHESIS);
        FunctionParameter source = typeOnly();
        tokens.expect(Token.AS);
        FunctionParameter target = typeOnly();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new ObjectReference(
                ObjectKind.CAST,
                source.type().name(),
                Optional.empty(),
                Optional.of(List.of(source, target)),
                position);
    }
}
