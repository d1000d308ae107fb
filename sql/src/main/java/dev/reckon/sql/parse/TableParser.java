package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableElement.LikeOption;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.TableStatement.CreateTable;
import dev.reckon.sql.ast.TableStatement.CreateTableAs;
import dev.reckon.sql.ast.TableStatement.OnCommit;
import dev.reckon.sql.ast.TableStatement.PartitionBound;
import dev.reckon.sql.ast.TableStatement.PartitionBy;
import dev.reckon.sql.ast.TableStatement.PartitionOf;
import dev.reckon.sql.ast.TableStatement.Persistence;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `CREATE TABLE` in all its forms, and materialized views.
final class TableParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    TableParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// What stands after a table's elements.
    private record Storage(
            Optional<String> accessMethod,
            List<Option> options,
            OnCommit onCommit,
            Optional<String> tablespace) {}

    TableStatement create(Persistence persistence, int position) {
        tokens.expect(Token.TABLE);
        boolean ifNotExists = grammar.names.ifNotExists();
        QualifiedName name = grammar.names.relation();
        if (tokens.accept(Token.OF)) {
            return typed(name, persistence, ifNotExists, position);
        }
        if (tokens.accept(Token.PARTITION)) {
            return partition(name, persistence, ifNotExists, position);
        }
        if (!tokens.at(Token.OPEN_PARENTHESIS)) {
            return createAs(name, List.of(), persistence, ifNotExists, position);
        }
        if (atNames()) {
            List<String> columns = grammar.names.columnNamesInParentheses();
            return createAs(name, columns, persistence, ifNotExists, position);
        }
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<TableElement> elements = tokens.at(Token.CLOSE_PARENTHESIS) ? List.of() : elements();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        List<QualifiedName> inherits = List.of();
        if (tokens.accept(Token.INHERITS)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            inherits = grammar.names.relationList();
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        return table(
                name,
                persistence,
                ifNotExists,
                elements,
                inherits,
                Optional.empty(),
                Optional.empty(),
                position);
    }

    /// Whether a parenthesis holds names without types, as of `CREATE TABLE … AS`.
    private boolean atNames() {
        Token next = tokens.peek(2);
        return tokens.peek(1).isColumnName()
                && (next == Token.COMMA || next == Token.CLOSE_PARENTHESIS);
    }

    private CreateTable table(
            QualifiedName name,
            Persistence persistence,
            boolean ifNotExists,
            List<TableElement> elements,
            List<QualifiedName> inherits,
            Optional<QualifiedName> ofType,
            Optional<PartitionOf> partitionOf,
            int position) {
        Optional<PartitionBy> partitionBy =
                tokens.at(Token.PARTITION) ? Optional.of(partitionBy()) : Optional.empty();
        Storage storage = storage(true);
        return new CreateTable(
                name,
                persistence,
                ifNotExists,
                elements,
                inherits,
                ofType,
                partitionOf,
                partitionBy,
                storage.accessMethod(),
                storage.options(),
                storage.onCommit(),
                storage.tablespace(),
                position);
    }

    private CreateTable typed(
            QualifiedName name, Persistence persistence, boolean ifNotExists, int position) {
        QualifiedName type = grammar.names.any();
        return table(
                name,
                persistence,
                ifNotExists,
                typedElements(),
                List.of(),
                Optional.of(type),
                Optional.empty(),
                position);
    }

    private CreateTable partition(
            QualifiedName name, Persistence persistence, boolean ifNotExists, int position) {
        tokens.expect(Token.OF);
        QualifiedName parent = grammar.names.relation();
        List<TableElement> elements = typedElements();
        var partitionOf = new PartitionOf(parent, bound());
        return table(
                name,
                persistence,
                ifNotExists,
                elements,
                List.of(),
                Optional.empty(),
                Optional.of(partitionOf),
                position);
    }

    private List<TableElement> elements() {
        var list = new ArrayList<TableElement>();
        do {
            int position = tokens.position();
            if (tokens.accept(Token.LIKE)) {
                list.add(like(position));
            } else if (grammar.constraints().atTableConstraint()) {
                list.add(
                        new TableElement.TableConstraint(
                                grammar.constraints().tableConstraint(), position));
            } else {
                list.add(column());
            }
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// PostgreSQL's `columnDef`.
    TableElement.Column column() {
        int position = tokens.position();
        String name = tokens.columnName();
        TypeName type = grammar.types.parse();
        Optional<String> compression = Optional.empty();
        if (tokens.accept(Token.COMPRESSION)) {
            compression =
                    Optional.of(tokens.accept(Token.DEFAULT) ? "default" : tokens.columnName());
        }
        var qualifiers = grammar.constraints().columnConstraints();
        return new TableElement.Column(
                name,
                Optional.of(type),
                qualifiers.collation(),
                Optional.empty(),
                compression,
                qualifiers.constraints(),
                position);
    }

    /// The elements of a table whose columns are known already.
    private List<TableElement> typedElements() {
        if (!tokens.accept(Token.OPEN_PARENTHESIS)) {
            return List.of();
        }
        var list = new ArrayList<TableElement>();
        do {
            int position = tokens.position();
            if (grammar.constraints().atTableConstraint()) {
                list.add(
                        new TableElement.TableConstraint(
                                grammar.constraints().tableConstraint(), position));
                continue;
            }
            String name = tokens.columnName();
            if (tokens.accept(Token.WITH)) {
                tokens.expect(Token.OPTIONS);
            }
            var qualifiers = grammar.constraints().columnConstraints();
            list.add(
                    new TableElement.Column(
                            name,
                            Optional.empty(),
                            qualifiers.collation(),
                            Optional.empty(),
                            Optional.empty(),
                            qualifiers.constraints(),
                            position));
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private TableElement like(int position) {
        QualifiedName table = grammar.names.relation();
        Set<LikeOption> included = EnumSet.noneOf(LikeOption.class);
        while (tokens.at(Token.INCLUDING) || tokens.at(Token.EXCLUDING)) {
            boolean including = tokens.at(Token.INCLUDING);
            tokens.advance();
            Set<LikeOption> named = likeOptions();
            if (including) {
                included.addAll(named);
            } else {
                included.removeAll(named);
            }
        }
        return new TableElement.Like(table, List.copyOf(included), position);
    }

    private Set<LikeOption> likeOptions() {
        Set<LikeOption> named =
                switch (tokens.token()) {
                    case ALL -> EnumSet.allOf(LikeOption.class);
                    case COMMENTS -> EnumSet.of(LikeOption.COMMENTS);
                    case COMPRESSION -> EnumSet.of(LikeOption.COMPRESSION);
                    case CONSTRAINTS -> EnumSet.of(LikeOption.CONSTRAINTS);
                    case DEFAULTS -> EnumSet.of(LikeOption.DEFAULTS);
                    case GENERATED -> EnumSet.of(LikeOption.GENERATED);
                    case IDENTITY -> EnumSet.of(LikeOption.IDENTITY);
                    case INDEXES -> EnumSet.of(LikeOption.INDEXES);
                    case STATISTICS -> EnumSet.of(LikeOption.STATISTICS);
                    case STORAGE -> EnumSet.of(LikeOption.STORAGE);
                    default -> throw tokens.unexpected();
                };
        tokens.advance();
        return named;
    }

    private PartitionBy partitionBy() {
        int position = tokens.expect(Token.PARTITION);
        tokens.expect(Token.BY);
        String strategy = tokens.columnName().toLowerCase(Locale.ROOT);
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<IndexElement> elements = new IndexParser(grammar).elements();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new PartitionBy(strategy, elements, position);
    }

    /// PostgreSQL's `PartitionBoundSpec`.
    PartitionBound bound() {
        if (tokens.accept(Token.DEFAULT)) {
            return new PartitionBound.Default();
        }
        tokens.expect(Token.FOR, Token.VALUES);
        if (tokens.accept(Token.IN)) {
            return new PartitionBound.In(expressions());
        }
        if (tokens.accept(Token.FROM)) {
            List<Expression> from = expressions();
            tokens.expect(Token.TO);
            return new PartitionBound.Range(from, expressions());
        }
        tokens.expect(Token.WITH);
        return hashBound();
    }

    private List<Expression> expressions() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<Expression> list = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return list;
    }

    private PartitionBound hashBound() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        int modulus = -1;
        int remainder = -1;
        do {
            int at = tokens.position();
            String name = tokens.unreservedWord();
            int value = tokens.expectInteger();
            if (name.equals("modulus") && modulus < 0) {
                modulus = value;
            } else if (name.equals("remainder") && remainder < 0) {
                remainder = value;
            } else if (name.equals("modulus") || name.equals("remainder")) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_OBJECT,
                                name + " for hash partition provided more than once")
                        .at(at);
            } else {
                throw SyntaxError.at(
                        "unrecognized hash partition bound specification \"" + name + "\"", at);
            }
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        if (modulus < 0) {
            throw SyntaxError.at("modulus for hash partition must be specified", -1);
        }
        if (remainder < 0) {
            throw SyntaxError.at("remainder for hash partition must be specified", -1);
        }
        return new PartitionBound.Hash(modulus, remainder);
    }

    private Storage storage(boolean canCommit) {
        Optional<String> method =
                tokens.accept(Token.USING) ? Optional.of(tokens.columnName()) : Optional.empty();
        List<Option> options = List.of();
        if (tokens.at(Token.WITH)) {
            options = grammar.options().optionalWith();
        } else if (canCommit && tokens.accept(Token.WITHOUT)) {
            expectOids();
        }
        OnCommit onCommit = OnCommit.DEFAULT;
        if (canCommit && tokens.accept(Token.ON)) {
            tokens.expect(Token.COMMIT);
            onCommit = onCommit();
        }
        Optional<String> tablespace =
                tokens.accept(Token.TABLESPACE)
                        ? Optional.of(tokens.columnName())
                        : Optional.empty();
        return new Storage(method, options, onCommit, tablespace);
    }

    private void expectOids() {
        tokens.expect(Token.OIDS);
    }

    private OnCommit onCommit() {
        if (tokens.accept(Token.DROP)) {
            return OnCommit.DROP;
        }
        boolean delete = tokens.accept(Token.DELETE);
        if (!delete) {
            tokens.expect(Token.PRESERVE);
        }
        tokens.expect(Token.ROWS);
        return delete ? OnCommit.DELETE_ROWS : OnCommit.PRESERVE_ROWS;
    }

    private CreateTableAs createAs(
            QualifiedName name,
            List<String> columns,
            Persistence persistence,
            boolean ifNotExists,
            int position) {
        Storage storage = storage(true);
        tokens.expect(Token.AS);
        Statement source =
                tokens.at(Token.EXECUTE) ? grammar.session().execute() : grammar.queries.parse();
        return new CreateTableAs(
                name,
                persistence,
                false,
                ifNotExists,
                columns,
                source,
                storage.accessMethod(),
                storage.options(),
                storage.onCommit(),
                storage.tablespace(),
                withData(),
                position);
    }

    /// `TABLE name AS …`, where nothing else can stand.
    CreateTableAs createAs(Persistence persistence, int position) {
        tokens.expect(Token.TABLE);
        boolean ifNotExists = grammar.names.ifNotExists();
        QualifiedName name = grammar.names.relation();
        List<String> columns = grammar.names.optionalColumnNames();
        return createAs(name, columns, persistence, ifNotExists, position);
    }

    CreateTableAs materializedView(Persistence persistence, int position) {
        tokens.expect(Token.MATERIALIZED, Token.VIEW);
        boolean ifNotExists = grammar.names.ifNotExists();
        QualifiedName name = grammar.names.relation();
        List<String> columns = grammar.names.optionalColumnNames();
        Storage storage = storage(false);
        tokens.expect(Token.AS);
        Statement source = grammar.queries.parse();
        return new CreateTableAs(
                name,
                persistence,
                true,
                ifNotExists,
                columns,
                source,
                storage.accessMethod(),
                storage.options(),
                OnCommit.DEFAULT,
                storage.tablespace(),
                withData(),
                position);
    }

    /// `WITH [NO] DATA` or nothing; returns whether there is to be data.
    boolean withData() {
        if (!tokens.accept(Token.WITH)) {
            return true;
        }
        boolean no = tokens.accept(Token.NO);
        tokens.expect(Token.DATA);
        return !no;
    }
}
