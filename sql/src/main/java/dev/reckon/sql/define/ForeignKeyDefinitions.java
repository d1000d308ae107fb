package dev.reckon.sql.define;

import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Adds foreign keys to a table.
record ForeignKeyDefinitions(Definitions definitions) {
    /// Types that are compared without a conversion.
    private static final List<Set<DataType>> FAMILIES =
            List.of(
                    Set.of(DataType.INT2, DataType.INT4, DataType.INT8),
                    Set.of(DataType.FLOAT4, DataType.FLOAT8),
                    Set.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMPTZ),
                    Set.of(DataType.TEXT, DataType.VARCHAR, DataType.NAME));

    Table add(Table table, PendingConstraint pending, TableElement.Rule.ForeignKey key) {
        TableElement.Constraint constraint = pending.constraint();
        if (key.match() == TableElement.MatchKind.PARTIAL) {
            throw DatabaseException.notSupported("MATCH PARTIAL", "Use MATCH SIMPLE.")
                    .at(constraint.position());
        }
        List<String> names = pending.column().map(List::of).orElse(key.columns());
        Table referenced = referenced(table, key);
        var numbers = new ArrayList<Integer>();
        names.forEach(name -> numbers.add(keyColumn(table, name).number()));
        if (table.isPartitioned() && constraint.notValid()) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "cannot add NOT VALID foreign key on partitioned table \""
                            + table.name()
                            + "\" referencing relation \""
                            + referenced.name()
                            + "\"");
        }
        List<Integer> referencedNumbers = referencedNumbers(referenced, key);
        if (numbers.size() != referencedNumbers.size()) {
            throw new DatabaseException(
                    SqlState.INVALID_FOREIGN_KEY,
                    "number of referencing and referenced columns for foreign key disagree");
        }
        requireReferences(referenced, referencedNumbers);
        Optional<Long> indexOid = uniqueIndex(referenced, referencedNumbers);
        if (indexOid.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_FOREIGN_KEY,
                    "there is no unique constraint matching given keys for referenced table \""
                            + referenced.name()
                            + "\"");
        }
        String name =
                constraint
                        .name()
                        .orElseGet(() ->
                                ObjectNames.constraint(
                                        table.constraints(),
                                        table.name(),
                                        ObjectNames.joined(names),
                                        "fkey"));
        requireComparable(table, numbers, referenced, referencedNumbers, name);
        var rule =
                new Constraint.ForeignKey(
                        referenced.oid(),
                        referencedNumbers,
                        indexOid.get(),
                        key.match() == TableElement.MatchKind.FULL,
                        Constraint.Action.valueOf(key.onDelete().name()),
                        key.deleteColumns().stream()
                                .map(each -> keyColumn(table, each).number())
                                .toList(),
                        Constraint.Action.valueOf(key.onUpdate().name()));
        return ConstraintDefinitions.with(
                table,
                new Constraint(
                        definitions.newOid(),
                        name,
                        numbers,
                        rule,
                        constraint.deferrable(),
                        constraint.initiallyDeferred(),
                        !constraint.notValid()));
    }

    /// @throws DatabaseException 42501 unless the user may refer to the columns
    private void requireReferences(Table referenced, List<Integer> numbers) {
        Rights rights = definitions.rights();
        for (int number : numbers) {
            TableColumn column = referenced.columns().get(referenced.position(number));
            if (!rights.may(referenced, column, 'x')) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied for table " + referenced.name());
            }
        }
    }

    private Table referenced(Table table, TableElement.Rule.ForeignKey key) {
        Optional<Relation> relation = definitions.relation(key.table());
        if (relation.isEmpty()) {
            boolean self =
                    key.table().name().equals(table.name())
                            && key.table()
                                    .schema()
                                    .map(schema ->
                                            schema.equals(
                                                    definitions
                                                            .catalog()
                                                            .schemaName(table.schemaOid())))
                                    .orElse(true);
            if (self) {
                return table;
            }
            throw Lookup.missingRelation(key.table()).at(-1);
        }
        if (relation.get().oid() == table.oid()) {
            return table;
        }
        if (relation.get() instanceof Table found && found.definition().isEmpty()) {
            return found;
        }
        throw new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE,
                "referenced relation \"" + key.table().name() + "\" is not a table");
    }

    private static TableColumn keyColumn(Table table, String name) {
        return table.position(name)
                .map(table.columns()::get)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \""
                                        + name
                                        + "\" referenced in foreign key constraint does"
                                        + " not exist"));
    }

    private static List<Integer> referencedNumbers(
            Table referenced, TableElement.Rule.ForeignKey key) {
        if (!key.referenced().isEmpty()) {
            return key.referenced().stream()
                    .map(name -> keyColumn(referenced, name).number())
                    .toList();
        }
        Constraint primaryKey =
                referenced
                        .primaryKey()
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "there is no primary key for referenced table \""
                                                + referenced.name()
                                                + "\""));
        if (primaryKey.deferrable()) {
            throw deferrable("primary key", referenced);
        }
        return primaryKey.columns();
    }

    private static DatabaseException deferrable(String what, Table referenced) {
        return new DatabaseException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "cannot use a deferrable "
                        + what
                        + " for referenced table \""
                        + referenced.name()
                        + "\"");
    }

    /// Finds the unique index on exactly the referenced columns, in any order.
    ///
    /// @throws DatabaseException 55000 when there are only such that may be broken for a while
    private Optional<Long> uniqueIndex(Table referenced, List<Integer> numbers) {
        var wanted = new HashSet<>(numbers);
        boolean isDeferrable = false;
        for (Constraint constraint : referenced.constraints()) {
            if (constraint.rule() instanceof Constraint.Unique unique
                    && new HashSet<>(constraint.columns()).equals(wanted)) {
                if (!constraint.deferrable()) {
                    return Optional.of(unique.indexOid());
                }
                isDeferrable = true;
            }
        }
        for (Index index : definitions.catalog().indexes(referenced.oid())) {
            boolean plain =
                    index.unique()
                            && index.predicate().isEmpty()
                            && referenced.constraintOf(index).isEmpty()
                            && index.keys().stream().allMatch(each -> each.columnNumber() != 0);
            if (plain
                    && index.keys().size() == wanted.size()
                    && index.keys().stream()
                            .map(Index.Key::columnNumber)
                            .allMatch(wanted::contains)) {
                return Optional.of(index.oid());
            }
        }
        if (isDeferrable) {
            throw deferrable("unique constraint", referenced);
        }
        return Optional.empty();
    }

    private void requireComparable(
            Table table,
            List<Integer> numbers,
            Table referenced,
            List<Integer> referencedNumbers,
            String name) {
        for (int i = 0; i < numbers.size(); i++) {
            TableColumn own = table.columns().get(table.position(numbers.get(i)));
            TableColumn other =
                    referenced.columns().get(referenced.position(referencedNumbers.get(i)));
            if (!isComparable(
                    definitions.catalog().baseType(own.type()),
                    definitions.catalog().baseType(other.type()))) {
                throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "foreign key constraint \"" + name + "\" cannot be implemented")
                        .withDetail(
                                "Key columns \""
                                        + own.name()
                                        + "\" and \""
                                        + other.name()
                                        + "\" are of incompatible types: "
                                        + own.type()
                                        + " and "
                                        + other.type()
                                        + ".");
            }
        }
    }

    /// Returns whether a type's values are among those of a key's: types that one family of btree
    /// operators compares, or one that becomes the other unasked.
    private boolean isComparable(DataType own, DataType key) {
        var functions =
                new FunctionCatalog(
                        new CatalogNames(definitions.catalog(), definitions.searchPath()));
        return own.equals(key)
                || FAMILIES.stream().anyMatch(f -> f.contains(own) && f.contains(key))
                || functions.conversion(own, key, CastContext.IMPLICIT).isPresent();
    }
}
