package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds columns by name, from the innermost scope outwards.
record ColumnBinder(Binder binder, Scope scope) {
    private static final int DISTANCE_MAX = 3;

    /// What PostgreSQL tells of a stored row version, where rows have an address.
    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("ctid", "xmin", "xmax", "cmin", "cmax");

    Scalar bind(Expression.ColumnReference reference) {
        Optional<Variables> variables = binder.variables();
        return variables.isEmpty() ? column(reference) : either(reference, variables.get());
    }

    /// Finds a column, or a variable of the procedure whose statement this is.
    private Scalar either(Expression.ColumnReference reference, Variables variables) {
        Optional<Scalar> variable = variables.find(reference.names(), reference.position());
        if (variable.isEmpty()) {
            return column(reference);
        }
        if (variables.conflict() == Variables.Conflict.USE_VARIABLE || !hasColumns()) {
            return variable.get();
        }
        Scalar column;
        try {
            column = column(reference);
        } catch (DatabaseException missing) {
            if (missing.sqlState() == SqlState.UNDEFINED_COLUMN
                    || missing.sqlState() == SqlState.UNDEFINED_TABLE) {
                return variable.get();
            }
            throw missing;
        }
        if (variables.conflict() == Variables.Conflict.USE_COLUMN) {
            return column;
        }
        throw new DatabaseException(
                        SqlState.AMBIGUOUS_COLUMN,
                        "column reference \""
                                + String.join(".", reference.names())
                                + "\" is ambiguous")
                .withDetail("It could refer to either a PL/pgSQL variable or a table column.")
                .at(reference.position());
    }

    private boolean hasColumns() {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            if (!level.get().namespace().tables().isEmpty()
                    || !level.get().namespace().columns().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Scalar column(Expression.ColumnReference reference) {
        List<String> names = reference.names();
        int position = reference.position();
        return switch (names.size()) {
            case 1 -> bindName(names.getFirst(), position);
            case 2 -> bindQualified(Optional.empty(), names.get(0), names.get(1), reference);
            case 3 ->
                    bindQualified(Optional.of(names.get(0)), names.get(1), names.get(2), reference);
            case 4 -> {
                requireThisDatabase(names.getFirst(), reference);
                yield bindQualified(
                        Optional.of(names.get(1)), names.get(2), names.get(3), reference);
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    "improper qualified name (too many dotted names): "
                                            + String.join(".", names))
                            .at(position);
        };
    }

    private void requireThisDatabase(String name, Expression.ColumnReference reference) {
        if (!name.equals(binder.environment.currentDatabase())) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cross-database references are not implemented: "
                                    + String.join(".", reference.names()))
                    .at(reference.position());
        }
    }

    private Scalar bindName(String name, int position) {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            Optional<ScopeColumn> column =
                    unique(level.get().namespace().columns(), name, position);
            if (column.isPresent()) {
                return value(column.get(), position);
            }
        }
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            List<ScopeTable> tables = level.get().tables(name);
            if (tables.size() > 1) {
                throw ambiguousTable(name, position);
            }
            if (!tables.isEmpty()) {
                return wholeRow(tables.getFirst());
            }
            Optional<Scalar> system = systemColumn(level.get(), name);
            if (system.isPresent()) {
                return system.get();
            }
        }
        throw missing(Optional.empty(), name, position);
    }

    /// Returns a table's row as one value.
    Scalar wholeRow(ScopeTable table) {
        table.columns().forEach(column -> access(column));
        return Scope.wholeRow(table);
    }

    /// `tableoid` without a table's name, when only one table in scope is stored.
    private static Optional<Scalar> systemColumn(Scope scope, String name) {
        if (!name.equals("tableoid")) {
            return Optional.empty();
        }
        List<Scalar> oids =
                scope.namespace().tables().stream()
                        .flatMap(table -> tableOid(table).stream())
                        .toList();
        return oids.size() == 1 ? Optional.of(oids.getFirst()) : Optional.empty();
    }

    private static Optional<Scalar> tableOid(ScopeTable table) {
        if (table.rowTableOid().isPresent()) {
            return table.rowTableOid();
        }
        return table.tableOid() == 0
                ? Optional.empty()
                : Optional.of(
                        new Scalar.Constant(new Value.Int(table.tableOid()), DataType.OID, -1));
    }

    private Scalar value(ScopeColumn column, int position) {
        access(column);
        if (column.value() instanceof Scalar.ColumnValue value) {
            // A new object for each mention, so that each has its own position.
            return binder.at(
                    new Scalar.ColumnValue(
                            value.id(), value.name(), value.type(), value.modifier()),
                    position);
        }
        return column.value();
    }

    private void access(ScopeColumn column) {
        if (column.tableOid() != 0) {
            binder.accessColumn(column.tableOid(), column.number(), 'r');
        }
    }

    private static Optional<ScopeColumn> unique(
            List<ScopeColumn> columns, String name, int position) {
        Optional<ScopeColumn> found = Optional.empty();
        for (ScopeColumn column : columns) {
            if (column.name().equals(name)) {
                if (found.isPresent()) {
                    throw new DatabaseException(
                                    SqlState.AMBIGUOUS_COLUMN,
                                    "column reference \"" + name + "\" is ambiguous")
                            .at(position);
                }
                found = Optional.of(column);
            }
        }
        return found;
    }

    private Scalar bindQualified(
            Optional<String> schema,
            String table,
            String name,
            Expression.ColumnReference reference) {
        int position = reference.position();
        Optional<ScopeTable> found = table(scope, schema, table, position);
        if (found.isPresent()) {
            Optional<ScopeColumn> column = unique(found.get().columns(), name, position);
            if (column.isPresent()) {
                return value(column.get(), position);
            }
            if (name.equals("tableoid")) {
                Optional<Scalar> oid = tableOid(found.get());
                if (oid.isPresent()) {
                    return oid.get();
                }
            }
            throw missing(Optional.of(table), name, position);
        }
        Optional<Scalar> argument = schema.isEmpty() ? argument(table, position) : Optional.empty();
        if (argument.isPresent()) {
            return field(argument.get(), name, position);
        }
        // `(column).field` may be written without the parentheses only as a table's name would be.
        return schema.flatMap(function -> argumentOf(function, table, position))
                .map(value -> field(value, name, position))
                .orElseThrow(() -> missingTable(table, position));
    }

    /// Returns the argument of a name that stands behind the name of its function.
    private Optional<Scalar> argumentOf(String function, String name, int position) {
        return table(scope, Optional.empty(), function, position)
                .flatMap(arguments -> unique(arguments.columns(), name, position))
                .map(ScopeColumn::value);
    }

    /// Returns the argument of a name in the body of a function: its fields are reached as a
    /// table's columns are.
    private Optional<Scalar> argument(String name, int position) {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            if (level.get().hasArguments()) {
                return unique(level.get().namespace().columns(), name, position)
                        .map(ScopeColumn::value);
            }
        }
        return Optional.empty();
    }

    /// Finds a table by name from a scope outwards.
    static Optional<ScopeTable> table(
            Scope scope, Optional<String> schema, String name, int position) {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            List<ScopeTable> tables =
                    level.get().tables(name).stream()
                            .filter(table ->
                                    schema.isEmpty() || table.schema().equals(schema.get()))
                            .toList();
            if (tables.size() > 1) {
                throw ambiguousTable(name, position);
            }
            if (!tables.isEmpty()) {
                return Optional.of(tables.getFirst());
            }
        }
        return Optional.empty();
    }

    private static DatabaseException ambiguousTable(String name, int position) {
        return new DatabaseException(
                        SqlState.AMBIGUOUS_ALIAS, "table reference \"" + name + "\" is ambiguous")
                .at(position);
    }

    DatabaseException missingTable(String name, int position) {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            Scope each = level.get();
            if (each.hidden().tables().stream().anyMatch(table -> table.name().equals(name))) {
                return new DatabaseException(
                                SqlState.UNDEFINED_TABLE,
                                "invalid reference to FROM-clause entry for table \"" + name + "\"")
                        .withDetail(
                                "There is an entry for table \""
                                        + name
                                        + "\", but it cannot be referenced from this part of the"
                                        + " query.")
                        .at(position);
            }
            for (ScopeTable table : each.namespace().tables()) {
                if (table.tableOid() != 0
                        && binder.catalog
                                .relation(table.tableOid())
                                .filter(relation -> relation.name().equals(name))
                                .isPresent()) {
                    return new DatabaseException(
                                    SqlState.UNDEFINED_TABLE,
                                    "invalid reference to FROM-clause entry for table \""
                                            + name
                                            + "\"")
                            .withHint(
                                    "Perhaps you meant to reference the table alias \""
                                            + table.name()
                                            + "\".")
                            .at(position);
                }
            }
        }
        return new DatabaseException(
                        SqlState.UNDEFINED_TABLE,
                        "missing FROM-clause entry for table \"" + name + "\"")
                .at(position);
    }

    private DatabaseException missing(Optional<String> table, String name, int position) {
        if (SYSTEM_COLUMNS.contains(name)) {
            return new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "system column \"" + name + "\" is not supported")
                    .withHint("Rows are told apart by their primary key.")
                    .at(position);
        }
        var error =
                new DatabaseException(
                                SqlState.UNDEFINED_COLUMN,
                                table.map(each ->
                                                "column "
                                                        + Identifiers.quote(each)
                                                        + "."
                                                        + Identifiers.quote(name)
                                                        + " does not exist")
                                        .orElse("column \"" + name + "\" does not exist"))
                        .at(position);
        hint(table, name).ifPresent(error::withHint);
        return error;
    }

    /// PostgreSQL's proposal: a column that another place could name, or the one or two of the most
    /// similar names.
    private Optional<String> hint(Optional<String> table, String name) {
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            for (ScopeTable hidden : level.get().hidden().tables()) {
                if (hidden.columns().stream().anyMatch(column -> column.name().equals(name))) {
                    return Optional.of(
                            "There is a column named \""
                                    + name
                                    + "\" in table \""
                                    + hidden.name()
                                    + "\", but it cannot be referenced from this part of the"
                                    + " query.");
                }
            }
        }
        int best = DISTANCE_MAX + 1;
        var nearest = new ArrayList<String>();
        for (Optional<Scope> level = Optional.of(scope);
                level.isPresent();
                level = level.get().outer()) {
            for (ScopeTable candidate : level.get().namespace().tables()) {
                int penalty =
                        table.map(each -> distance(each, candidate.name(), DISTANCE_MAX)).orElse(0);
                for (ScopeColumn column : candidate.columns()) {
                    int far = penalty + distance(name, column.name(), DISTANCE_MAX);
                    if (far > DISTANCE_MAX || far > name.length() / 2) {
                        continue;
                    }
                    if (far < best) {
                        nearest.clear();
                        best = far;
                    }
                    if (far == best) {
                        nearest.add(candidate.name() + "." + column.name());
                    }
                }
            }
        }
        return switch (nearest.size()) {
            case 1 ->
                    Optional.of(
                            "Perhaps you meant to reference the column \""
                                    + nearest.getFirst()
                                    + "\".");
            case 2 ->
                    Optional.of(
                            "Perhaps you meant to reference the column \""
                                    + nearest.get(0)
                                    + "\" or the column \""
                                    + nearest.get(1)
                                    + "\".");
            default -> Optional.empty();
        };
    }

    /// Levenshtein's distance, or `most + 1` when it is greater than `most`.
    private static int distance(String left, String right, int most) {
        if (Math.abs(left.length() - right.length()) > most) {
            return most + 1;
        }
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] =
                        Math.min(
                                Math.min(current[j - 1], previous[j]) + 1,
                                previous[j - 1] + change);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return Math.min(previous[b.length()], most + 1);
    }

    /// Finds a field of a row value.
    Scalar field(Scalar operand, String name, int position) {
        List<Column> fields = binder.fields(operand);
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            if (field.name().equals(name)) {
                if (operand instanceof Scalar.RowConstructor row
                        && row.fields().size() == fields.size()) {
                    return row.fields().get(i);
                }
                return new Scalar.FieldSelection(operand, i, name, field.type(), field.modifier());
            }
        }
        if (operand.type().equals(DataType.RECORD)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_COLUMN,
                            "could not identify column \"" + name + "\" in record data type")
                    .at(position);
        }
        if (fields.isEmpty()) {
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "column notation ."
                                    + name
                                    + " applied to type "
                                    + operand.type()
                                    + ", which is not a composite type")
                    .at(position);
        }
        throw new DatabaseException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + name + "\" not found in data type " + operand.type())
                .at(position);
    }
}
