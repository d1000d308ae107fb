package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ALTER … RENAME, SET SCHEMA and OWNER TO.
record Renames(Definitions definitions) {
    String rename(ObjectStatement.Rename rename) {
        String tag = "ALTER " + rename.container().sql();
        ObjectReference reference = rename.object();
        switch (reference.kind()) {
            case COLUMN, ATTRIBUTE -> renameColumn(rename);
            case CONSTRAINT -> renameConstraint(rename);
            case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE -> renameRelation(rename);
            case SCHEMA -> renameSchema(rename);
            case TYPE, DOMAIN -> {
                UserType type = type(reference);
                definitions.requireOwner(type, "type");
                requireFreeType(type.schemaOid(), rename.newName());
                names().type(
                                type.schemaOid(),
                                type.name(),
                                schemaName(type.schemaOid()),
                                rename.newName());
                type = type(reference);
                definitions.put(type.withHeader(type.header().withName(rename.newName())));
            }
            case FUNCTION, PROCEDURE, ROUTINE -> {
                Routine routine = routine(reference);
                definitions.requireOwner(routine, routine.noun());
                new RoutineDefinitions(definitions)
                        .requireFree(routine, routine.schemaOid(), rename.newName());
                names().routine(routine, schemaName(routine.schemaOid()), rename.newName());
                routine = routine(reference);
                definitions.put(routine.withHeader(routine.header().withName(rename.newName())));
            }
            case ROLE -> new RoleDefinitions(definitions).rename(reference, rename.newName());
            case TRIGGER -> new TriggerDefinitions(definitions).rename(rename);
            default ->
                    throw DatabaseException.notSupported(
                                    "ALTER " + reference.kind().sql() + " RENAME",
                                    "There are no such objects here.")
                            .at(rename.position());
        }
        return tag;
    }

    private NameChanges names() {
        return new NameChanges(definitions);
    }

    private String schemaName(long oid) {
        return definitions.catalog().schemaName(oid);
    }

    private void requireFreeType(long schemaOid, String name) {
        if (definitions.catalog().type(schemaOid, name).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "type \"" + name + "\" already exists");
        }
    }

    private UserType type(ObjectReference reference) {
        return definitions
                .catalog()
                .type(definitions.searchPath(), reference.name().parts())
                .flatMap(type -> definitions.catalog().userType(type.oid()))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "type \"" + reference.name().dotted() + "\" does not exist"));
    }

    private Routine routine(ObjectReference reference) {
        var routines = new RoutineDefinitions(definitions);
        return routines.find(reference).orElseThrow(() -> routines.missing(reference));
    }

    private Optional<Relation> relation(ObjectReference reference, boolean ifExists) {
        Optional<Relation> relation = definitions.relation(reference.name());
        if (relation.isEmpty()) {
            if (ifExists) {
                definitions.notice(
                        SqlState.SUCCESSFUL_COMPLETION,
                        "relation \"" + reference.name().name() + "\" does not exist, skipping");
                return Optional.empty();
            }
            throw Lookup.missingRelation(reference.name());
        }
        definitions.requireOwner(relation.get(), relation.get().noun());
        return relation;
    }

    private void renameRelation(ObjectStatement.Rename rename) {
        Optional<Relation> found = relation(rename.object(), rename.ifExists());
        if (found.isEmpty()) {
            return;
        }
        Relation relation = found.get();
        String name = rename.newName();
        if (definitions.catalog().relation(relation.schemaOid(), name).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        names().relation(relation, schemaName(relation.schemaOid()), name);
        definitions.put(relation.withHeader(relation.header().withName(name)));
        if (relation instanceof Index index) {
            renameConstraintOf(index, name);
        }
    }

    private void renameConstraintOf(Index index, String name) {
        var table = (Table) definitions.catalog().relation(index.tableOid()).orElseThrow();
        List<Constraint> constraints =
                table.constraints().stream()
                        .map(each ->
                                each.rule() instanceof Constraint.Unique unique
                                                && unique.indexOid() == index.oid()
                                        ? each.withName(name)
                                        : each)
                        .toList();
        if (!constraints.equals(table.constraints())) {
            definitions.put(table.withConstraints(constraints));
        }
    }

    private void renameColumn(ObjectStatement.Rename rename) {
        String before = rename.object().part().orElseThrow();
        String after = rename.newName();
        if (rename.container() == ObjectKind.TYPE) {
            renameAttribute(rename, before, after);
            return;
        }
        Optional<Relation> found = relation(rename.object(), rename.ifExists());
        if (found.isEmpty()) {
            return;
        }
        if (found.get() instanceof Table table) {
            requireNotInherited(table, "column", before);
        }
        renameColumn(found.get(), before, after);
    }

    /// What a partition has from its parent is renamed there.
    private static void requireNotInherited(Table table, String noun, String name) {
        if (table.parentOid().isPresent()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "cannot rename inherited " + noun + " \"" + name + "\"");
        }
    }

    private void renameColumn(Relation relation, String before, String after) {
        List<String> names = relation.columns().stream().map(TableColumn::name).toList();
        int position = names.indexOf(before);
        if (position < 0) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_COLUMN, "column \"" + before + "\" does not exist");
        }
        if (names.contains(after)) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \""
                            + after
                            + "\" of relation \""
                            + relation.name()
                            + "\" already exists");
        }
        var columns = new ArrayList<>(relation.columns());
        columns.set(position, columns.get(position).withName(after));
        switch (relation) {
            case Table table -> {
                names().column(table, before, after);
                definitions.put(RowTexts.withRenamed(table.withColumns(columns), before, after));
                renameInIndexes(table, columns.get(position).number(), before, after);
                for (Trigger trigger : List.copyOf(definitions.catalog().triggers(table.oid()))) {
                    definitions.put(RowTexts.withRenamed(trigger, before, after));
                }
                for (Table each : List.copyOf(definitions.catalog().partitions(table.oid()))) {
                    renameColumn(
                            definitions.catalog().relation(each.oid()).orElseThrow(),
                            before,
                            after);
                }
            }
            case View view -> {
                names().column(view, before, after);
                definitions.put(view.withColumns(columns));
            }
            default ->
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "cannot rename columns of " + relation.noun());
        }
    }

    private void renameInIndexes(Table table, int number, String before, String after) {
        for (Index index : List.copyOf(definitions.catalog().indexes(table.oid()))) {
            Index renamed = RowTexts.withRenamed(index, number, before, after);
            if (!renamed.equals(index)) {
                definitions.put(renamed);
            }
        }
    }

    private void renameAttribute(ObjectStatement.Rename rename, String before, String after) {
        if (!(type(rename.object()) instanceof UserType.Composite composite)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + rename.object().name().name() + "\" is not a composite type");
        }
        var columns = new ArrayList<TableColumn>();
        composite
                .columns()
                .forEach(column ->
                        columns.add(
                                column.name().equals(before) ? column.withName(after) : column));
        definitions.put(new UserType.Composite(composite.header(), composite.arrayOid(), columns));
    }

    private void renameConstraint(ObjectStatement.Rename rename) {
        Optional<Relation> found = relation(rename.object(), rename.ifExists());
        if (found.isEmpty()) {
            return;
        }
        if (!(found.get() instanceof Table table)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + found.get().name() + "\" is not a table");
        }
        String name = rename.object().part().orElseThrow();
        Constraint constraint =
                table.constraint(name)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "constraint \""
                                                + name
                                                + "\" for table \""
                                                + table.name()
                                                + "\" does not exist"));
        boolean isCheck = constraint.rule() instanceof Constraint.Check;
        if (isCheck
                && definitions
                        .catalog()
                        .parent(table)
                        .flatMap(parent -> parent.constraint(name))
                        .isPresent()) {
            requireNotInherited(table, "constraint", name);
        }
        if (isCheck) {
            renameCheck(table, name, rename.newName());
        } else {
            definitions.put(withConstraintRenamed(table, name, rename.newName()));
        }
        if (constraint.rule() instanceof Constraint.Unique unique) {
            definitions
                    .catalog()
                    .relation(unique.indexOid())
                    .ifPresent(index ->
                            definitions.put(
                                    index.withHeader(index.header().withName(rename.newName()))));
        }
    }

    /// A check has one name in a table and its partitions.
    private void renameCheck(Table table, String name, String newName) {
        definitions.put(withConstraintRenamed(table, name, newName));
        for (Table each : List.copyOf(definitions.catalog().partitions(table.oid()))) {
            renameCheck(each, name, newName);
        }
    }

    private static Table withConstraintRenamed(Table table, String name, String newName) {
        return table.withConstraints(
                table.constraints().stream()
                        .map(each -> each.name().equals(name) ? each.withName(newName) : each)
                        .toList());
    }

    private void renameSchema(ObjectStatement.Rename rename) {
        Schema schema = Lookup.schema(definitions, rename.object().name().name());
        definitions.requireOwner(schema, "schema");
        SchemaDefinitions.requireName(rename.newName());
        if (definitions.catalog().schema(rename.newName()).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_SCHEMA,
                    "schema \"" + rename.newName() + "\" already exists");
        }
        names().schema(schema.name(), rename.newName());
        definitions.put(new Schema(schema.header().withName(rename.newName())));
    }

    String setSchema(ObjectStatement.SetSchema set) {
        Schema schema = definitions.schema(set.schema(), -1);
        ObjectReference reference = set.object();
        switch (reference.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> {
                Optional<Relation> relation = relation(reference, set.ifExists());
                relation.ifPresent(found -> move(found, schema));
            }
            case TYPE, DOMAIN -> {
                UserType type = type(reference);
                definitions.requireOwner(type, "type");
                requireFreeType(schema.oid(), type.name());
                names().type(type.schemaOid(), type.name(), schema.name(), type.name());
                type = type(reference);
                definitions.put(type.withHeader(type.header().withSchema(schema.oid())));
            }
            case FUNCTION, PROCEDURE, ROUTINE -> {
                Routine routine = routine(reference);
                definitions.requireOwner(routine, routine.noun());
                new RoutineDefinitions(definitions)
                        .requireFree(routine, schema.oid(), routine.name());
                names().routine(routine, schema.name(), routine.name());
                routine = routine(reference);
                definitions.put(routine.withHeader(routine.header().withSchema(schema.oid())));
            }
            default ->
                    throw DatabaseException.notSupported(
                                    "SET SCHEMA for " + reference.kind().noun(),
                                    "Make the object anew.")
                            .at(set.position());
        }
        return "ALTER " + reference.kind().sql();
    }

    private void move(Relation relation, Schema schema) {
        if (definitions.catalog().relation(schema.oid(), relation.name()).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_TABLE,
                    "relation \""
                            + relation.name()
                            + "\" already exists in schema \""
                            + schema.name()
                            + "\"");
        }
        names().relation(relation, schema.name(), relation.name());
        definitions.put(relation.withHeader(relation.header().withSchema(schema.oid())));
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (object instanceof Index index && index.tableOid() == relation.oid()) {
                definitions.put(index.withHeader(index.header().withSchema(schema.oid())));
            } else if (object instanceof Sequence sequence
                    && sequence.ownerTableOid() == relation.oid()) {
                names().relation(sequence, schema.name(), sequence.name());
                definitions.put(sequence.withHeader(sequence.header().withSchema(schema.oid())));
            }
        }
    }

    String setOwner(ObjectStatement.SetOwner set) {
        ObjectReference reference = set.object();
        switch (reference.kind()) {
            case SCHEMA -> {
                Schema schema = Lookup.schema(definitions, reference.name().name());
                Role owner = definitions.newOwner(schema, "schema", set.owner());
                definitions.put(new Schema(schema.header().withOwner(owner.oid())));
            }
            case TYPE, DOMAIN -> {
                UserType type = type(reference);
                Role owner = definitions.newOwner(type, "type", set.owner());
                definitions.put(type.withHeader(type.header().withOwner(owner.oid())));
            }
            case FUNCTION, PROCEDURE, ROUTINE -> {
                Routine routine = routine(reference);
                Role owner = definitions.newOwner(routine, routine.noun(), set.owner());
                definitions.put(routine.withHeader(routine.header().withOwner(owner.oid())));
            }
            case DATABASE -> {}
            default ->
                    throw DatabaseException.notSupported(
                                    "OWNER TO for " + reference.kind().noun(),
                                    "There are no such objects here.")
                            .at(set.position());
        }
        return "ALTER " + reference.kind().sql();
    }
}
