package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes columns of their definitions, with the sequences that serve them. For one table.
final class ColumnDefinitions {
    private static final Set<String> SYSTEM_NAMES =
            Set.of("tableoid", "ctid", "xmin", "xmax", "cmin", "cmax");

    private final Definitions definitions;
    private final Schema schema;
    private final String table;
    private final TableStatement.Persistence persistence;

    /// Sequences made for columns, by the columns' numbers.
    private final List<OwnedSequence> owned = new ArrayList<>();

    private record OwnedSequence(long sequenceOid, int number, boolean identity) {}

    ColumnDefinitions(
            Definitions definitions,
            Schema schema,
            String table,
            TableStatement.Persistence persistence) {
        this.definitions = definitions;
        this.schema = schema;
        this.table = table;
        this.persistence = persistence;
    }

    /// Makes a column.
    ///
    /// @param constraints takes what the column says beside its type, default and NOT NULL
    /// @param afterwards takes what must wait until the table is there
    TableColumn define(
            TableElement.Column element,
            int number,
            List<PendingConstraint> constraints,
            List<Runnable> afterwards) {
        TypeName typeName =
                element.type()
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.SYNTAX_ERROR,
                                                "column \"" + element.name() + "\" has no type")
                                        .at(element.position()));
        Optional<DataType> serial = serialType(typeName);
        TypeBinder.BoundType type =
                serial.map(each -> new TypeBinder.BoundType(each, -1))
                        .orElseGet(() -> definitions.bindType(typeName));
        requireStorable(type.type(), element);
        var column = new TableColumn(number, element.name(), type.type(), type.modifier());
        if (serial.isPresent()) {
            Sequence sequence = sequence(element.name(), type.type(), List.of());
            owned.add(new OwnedSequence(sequence.oid(), number, false));
            column = column.withNotNull(true).withDefault(Optional.of(nextValue(sequence)));
        }
        TableColumn qualified = qualify(column, element, constraints, afterwards);
        element.collation().ifPresent(collation -> requireCollation(collation, type.type()));
        return qualified;
    }

    private DatabaseException twice(
            String what, TableElement.Column element, TableElement.Constraint constraint) {
        return new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "multiple %s for column \"%s\" of table \"%s\""
                                .formatted(what, element.name(), table))
                .at(constraint.position());
    }

    /// Adds what a column's definition says beside its type.
    ///
    /// @param constraints takes what is no default and not NOT NULL
    TableColumn qualify(
            TableColumn plain,
            TableElement.Column element,
            List<PendingConstraint> constraints,
            List<Runnable> afterwards) {
        TableColumn column = plain;
        boolean nullable = false;
        for (TableElement.Constraint constraint : element.constraints()) {
            switch (constraint.rule()) {
                case TableElement.Rule.NotNull _ -> {
                    if (nullable) {
                        throw conflicting(element, constraint);
                    }
                    column = column.withNotNull(true);
                }
                case TableElement.Rule.Nullable _ -> {
                    if (column.notNull()) {
                        throw conflicting(element, constraint);
                    }
                    nullable = true;
                }
                case TableElement.Rule.Default(Expression value) -> {
                    if (column.defaultText().isPresent()) {
                        throw twice("default values specified", element, constraint);
                    }
                    column = withDefault(column, value);
                }
                case TableElement.Rule.Generated(Expression value) -> {
                    if (column.generatedText().isPresent()) {
                        throw twice("generation clauses specified", element, constraint);
                    }
                    column = column.withGenerated(Optional.of(Deparser.deparse(value)));
                }
                case TableElement.Rule.Identity(boolean always, List<Option> options) -> {
                    if (column.identity() != TableColumn.Identity.NONE) {
                        throw twice("identity specifications", element, constraint);
                    }
                    column = identity(column, always, options);
                }
                default ->
                        constraints.add(
                                new PendingConstraint(constraint, Optional.of(element.name())));
            }
            requireOneSource(column, constraint.position());
        }
        return column;
    }

    private DatabaseException conflicting(
            TableElement.Column element, TableElement.Constraint constraint) {
        return new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "conflicting NULL/NOT NULL declarations for column \""
                                + element.name()
                                + "\" of table \""
                                + table
                                + "\"")
                .at(constraint.position());
    }

    private void requireOneSource(TableColumn column, int position) {
        boolean generated = column.generatedText().isPresent();
        boolean identity = column.identity() != TableColumn.Identity.NONE;
        String wrong = "";
        if (generated && column.defaultText().isPresent()) {
            wrong = "both default and generation expression";
        } else if (identity && column.defaultText().isPresent()) {
            wrong = "both default and identity";
        } else if (generated && identity) {
            wrong = "both identity and generation expression";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            wrong
                                    + " specified for column \""
                                    + column.name()
                                    + "\" of table \""
                                    + table
                                    + "\"")
                    .at(position);
        }
    }

    private TableColumn withDefault(TableColumn column, Expression value) {
        return column.withDefault(defaultText(definitions, value, column));
    }

    /// Returns a column's default as it is kept; empty for NULL, which is the default anyway.
    static Optional<String> defaultText(
            Definitions definitions, Expression value, TableColumn column) {
        Expression resolved =
                definitions
                        .binder()
                        .resolveDefault(value, column.type(), column.modifier(), column.name());
        return value instanceof Expression.NullConstant
                ? Optional.empty()
                : Optional.of(Deparser.deparse(resolved));
    }

    /// Text compares bytewise here; only names of that order are accepted.
    static void requireCollation(QualifiedName collation, DataType type) {
        if (!List.of("C", "POSIX", "default", "ucs_basic").contains(collation.name())) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "collation \""
                                    + collation.dotted()
                                    + "\" for encoding \"UTF8\" does not exist")
                    .at(collation.position());
        }
        if (type.category() != TypeCategory.STRING && !type.isArray()) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "collations are not supported by type " + type)
                    .at(collation.position());
        }
    }

    /// Gives a column a sequence of its own.
    TableColumn identity(TableColumn column, boolean always, List<Option> options) {
        DataType type = column.type();
        if (!type.equals(DataType.INT2)
                && !type.equals(DataType.INT4)
                && !type.equals(DataType.INT8)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "identity column type must be smallint, integer, or bigint");
        }
        Sequence sequence = sequence(column.name(), type, options);
        owned.add(new OwnedSequence(sequence.oid(), column.number(), true));
        return column.withNotNull(true)
                .withIdentity(
                        always ? TableColumn.Identity.ALWAYS : TableColumn.Identity.BY_DEFAULT,
                        sequence.oid());
    }

    private Sequence sequence(String column, DataType type, List<Option> options) {
        String name =
                ObjectNames.relation(definitions.catalog(), schema.oid(), table, column, "seq");
        return new SequenceDefinitions(definitions)
                .create(
                        schema,
                        name,
                        type,
                        options,
                        persistence == TableStatement.Persistence.TEMPORARY
                                || schema.isTemporary());
    }

    private String nextValue(Sequence sequence) {
        String path = Identifiers.quote(schema.name()) + "." + Identifiers.quote(sequence.name());
        return "nextval(" + Identifiers.literal(path) + "::regclass)";
    }

    /// Lets the table own the sequences of its columns.
    void own(Table created) {
        for (OwnedSequence each : owned) {
            var sequence =
                    (Sequence) definitions.catalog().relation(each.sequenceOid).orElseThrow();
            definitions.put(sequence.withOwner(created.oid(), each.number, each.identity));
        }
    }

    private static Optional<DataType> serialType(TypeName name) {
        if (name.name().parts().size() > 1 || !name.arrayBounds().isEmpty()) {
            return Optional.empty();
        }
        return switch (name.name().name()) {
            case "smallserial", "serial2" -> Optional.of(DataType.INT2);
            case "serial", "serial4" -> Optional.of(DataType.INT4);
            case "bigserial", "serial8" -> Optional.of(DataType.INT8);
            default -> Optional.empty();
        };
    }

    static void requireNoSystemName(String name) {
        if (SYSTEM_NAMES.contains(name)) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_COLUMN,
                    "column name \"" + name + "\" conflicts with a system column name");
        }
    }

    private static void requireStorable(DataType type, TableElement.Column element) {
        if (type.category() == TypeCategory.PSEUDO || type.equals(DataType.UNKNOWN)) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "column \"" + element.name() + "\" has pseudo-type " + type);
        }
    }
}
