package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TableStatement.CreateTrigger;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE TRIGGER, and the changes of triggers.
record TriggerDefinitions(Definitions definitions) {
    void create(CreateTrigger create) {
        Relation relation = relation(create.table());
        var checks = new TriggerChecks(create, relation);
        checks.requireFitsRelation();
        if (relation instanceof Table table) {
            definitions.lockTable(table.storageId(), TableLockMode.SHARE_ROW_EXCLUSIVE);
        }
        Optional<Relation> from = create.from().map(this::relation);
        requirePrivilege(relation);
        from.ifPresent(this::requirePrivilege);
        checks.requireFitsTogether();
        if (relation instanceof Table table && create.forEachRow()) {
            new InheritedTriggers(definitions).requireNew(create, table);
        }
        Optional<String> condition =
                create.condition()
                        .map(each -> {
                            String resolved =
                                    Deparser.deparse(
                                            definitions
                                                    .binder()
                                                    .resolveTriggerCondition(each, relation));
                            checks.requireReadable(each);
                            return resolved;
                        });
        long routineOid = routine(create);
        Optional<Trigger> known = find(relation, create.name());
        known.ifPresent(each -> requireReplaceable(each, create, relation));
        Header header =
                known.map(Trigger::header)
                        .orElseGet(() -> new Header(definitions.newOid(), 0, create.name(), 0));
        definitions.put(
                new Trigger(
                        header,
                        relation.oid(),
                        routineOid,
                        create.timing(),
                        create.forEachRow(),
                        create.operations(),
                        columns(create, relation),
                        create.arguments(),
                        condition,
                        transition(create, false),
                        transition(create, true),
                        Trigger.Enabling.ORIGIN,
                        create.constraint()
                                ? Optional.of(
                                        new Trigger.Deferral(
                                                definitions.newOid(),
                                                create.deferrable(),
                                                create.initiallyDeferred(),
                                                from.map(Relation::oid).orElse(0L)))
                                : Optional.empty()));
    }

    private Relation relation(QualifiedName name) {
        Optional<Relation> found = definitions.relation(name);
        if (found.isEmpty()
                && definitions
                        .catalog()
                        .systemTable(definitions.searchPath(), name.parts())
                        .isPresent()) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied: \"" + name.name() + "\" is a system catalog");
        }
        return found.orElseThrow(() -> Lookup.missingRelation(name));
    }

    private void requirePrivilege(Relation relation) {
        if (!definitions.rights().may(relation, 't')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for " + relation.noun() + " " + relation.name());
        }
    }

    /// Finds the function, which has no parameters.
    private long routine(CreateTrigger create) {
        QualifiedName name = create.function();
        Optional<Routine> found =
                definitions.catalog().routines(definitions.searchPath(), name.parts()).stream()
                        .filter(each -> !each.procedure() && each.argumentTypes().isEmpty())
                        .findFirst();
        if (found.isPresent()) {
            if (!definitions.rights().may(found.get(), 'X')) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied for function " + found.get().name());
            }
            requireTrigger(found.get().result(), name);
            return found.get().oid();
        }
        boolean mayBeBuiltIn =
                name.schema().map(schema -> schema.equals("pg_catalog")).orElse(true);
        FunctionEntry entry =
                (mayBeBuiltIn
                                ? FunctionCatalog.builtInFunctions(name.name())
                                : List.<FunctionEntry>of())
                        .stream()
                                .filter(each -> each.argumentTypes().isEmpty())
                                .findFirst()
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                SqlState.UNDEFINED_FUNCTION,
                                                "function " + name.dotted() + "() does not exist"));
        requireTrigger(entry.resultType(), name);
        return Integer.toUnsignedLong(entry.oid());
    }

    private static void requireTrigger(DataType result, QualifiedName function) {
        if (!result.equals(DataType.TRIGGER)) {
            throw new DatabaseException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "function " + function.dotted() + " must return type trigger");
        }
    }

    private static void requireReplaceable(Trigger known, CreateTrigger create, Relation relation) {
        String title = title(create.name(), "relation", relation);
        if (!create.orReplace()) {
            throw new DatabaseException(SqlState.DUPLICATE_OBJECT, title + " already exists");
        }
        if (known.constraint().isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, title + " is a constraint trigger");
        }
    }

    private static List<Integer> columns(CreateTrigger create, Relation relation) {
        var numbers = new ArrayList<Integer>();
        for (String name : create.columns()) {
            int number = Lookup.columnNumber(relation, name);
            if (numbers.contains(number)) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + name + "\" specified more than once");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static Optional<String> transition(CreateTrigger create, boolean isNew) {
        return create.transitions().stream()
                .filter(each -> each.isNew() == isNew)
                .map(each -> each.name())
                .findFirst();
    }

    private Optional<Trigger> find(Relation relation, String name) {
        return definitions.catalog().triggers(relation.oid()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    static String title(String name, String noun, Relation relation) {
        return "trigger \"" + name + "\" for " + noun + " \"" + relation.name() + "\"";
    }

    private static DatabaseException missing(String name, Relation relation) {
        return new DatabaseException(
                SqlState.UNDEFINED_OBJECT, title(name, "table", relation) + " does not exist");
    }

    /// Finds a trigger that a statement names, with the rights of its table's owner.
    ///
    /// @param noun what the error calls the table
    Trigger require(ObjectReference reference, String noun) {
        Relation relation =
                definitions
                        .relation(reference.name())
                        .orElseThrow(() -> Lookup.missingRelation(reference.name()));
        String name = reference.part().orElseThrow();
        if (noun.equals("relation")) {
            Trigger found = find(relation, name).orElseThrow(() -> missing(name, relation));
            definitions.requireOwner(relation, noun);
            return found;
        }
        definitions.requireOwner(relation, relation.noun());
        return find(relation, name).orElseThrow(() -> missing(name, relation));
    }

    /// Finds the trigger that a DROP names; empty when it is missing and the statement says IF
    /// EXISTS.
    Optional<CatalogObject> findToDrop(ObjectStatement.Drop drop, ObjectReference reference) {
        Optional<Relation> relation = definitions.relation(reference.name());
        String name = reference.part().orElseThrow();
        Optional<Trigger> found = relation.flatMap(each -> find(each, name));
        if (found.isPresent()) {
            return Optional.of(found.get());
        }
        if (relation.isPresent() && relation.get() instanceof Table table) {
            new InheritedTriggers(definitions).requireNotDropped(name, table);
        }
        if (!drop.ifExists()) {
            throw relation.map(each -> missing(name, each))
                    .orElseGet(() -> Lookup.missingRelation(reference.name()));
        }
        definitions.notice(
                SqlState.SUCCESSFUL_COMPLETION,
                relation.map(each -> title(name, "relation", each))
                                .orElseGet(() -> "relation \"" + reference.name().dotted() + "\"")
                        + " does not exist, skipping");
        return Optional.empty();
    }

    /// ALTER TRIGGER … RENAME TO.
    void rename(ObjectStatement.Rename rename) {
        Trigger trigger = require(rename.object(), "table");
        Relation relation = definitions.catalog().relation(trigger.relationOid()).orElseThrow();
        Optional<Trigger> other = find(relation, rename.newName());
        if (other.isPresent() && !rename.newName().equals(trigger.name())) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT,
                    title(rename.newName(), "relation", relation) + " already exists");
        }
        definitions.put(trigger.withName(rename.newName()));
    }

    /// ALTER TABLE … ENABLE TRIGGER and DISABLE TRIGGER.
    void enable(Table table, AlterTableAction.SetTrigger set) {
        Trigger.Enabling enabling =
                switch (set.mode()) {
                    case "disable" -> Trigger.Enabling.NEVER;
                    case "enable replica" -> Trigger.Enabling.REPLICA;
                    case "enable always" -> Trigger.Enabling.ALWAYS;
                    default -> Trigger.Enabling.ORIGIN;
                };
        new InheritedTriggers(definitions).requireNotSet(set, table);
        if (set.all()) {
            List.copyOf(definitions.catalog().triggers(table.oid()))
                    .forEach(each -> definitions.put(each.withEnabling(enabling)));
            return;
        }
        Trigger trigger =
                find(table, set.trigger()).orElseThrow(() -> missing(set.trigger(), table));
        definitions.put(trigger.withEnabling(enabling));
    }

    /// Returns whether a trigger fires for columns of which one has a number, or asks for it.
    static boolean uses(Trigger trigger, TableColumn column) {
        return trigger.columns().contains(column.number())
                || trigger.condition()
                        .filter(text -> RowTexts.reads(text, column.name()))
                        .isPresent();
    }
}
