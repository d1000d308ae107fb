package dev.reckon.sql.system;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `pg_depend` and `pg_rewrite`: what rests on what. Dump tools take their order from it, so every
/// object comes after all that its definition names. For one reading.
final class DependencyRows {
    /// What is needed is needed by whoever uses it; it can't go while that is there.
    private static final String NORMAL = "n";

    /// What depends goes with what it depends on.
    private static final String AUTOMATIC = "a";

    /// What depends is a part of what it depends on.
    private static final String INTERNAL = "i";

    /// What depends came with an extension.
    private static final String MEMBER = "e";

    /// What depends is a part of what it depends on, and of something else beside.
    private static final String PARTITION = "P";

    private static final String SECOND_PARTITION = "S";

    /// No column has this number, so that it tells a view's rule from a default.
    private static final int RULE_NUMBER = 2047;

    /// One end of a dependency.
    private record Address(long classOid, long oid, int part) {}

    private final SystemRows rows;
    private final Catalog catalog;
    private final Map<Long, Constraint> constraints = new HashMap<>();

    private DependencyRows(SystemRows rows, Catalog catalog) {
        this.rows = rows;
        this.catalog = catalog;
    }

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_depend", DependencyRows::dependencies);
        sources.put("pg_catalog.pg_rewrite", DependencyRows::rules);
    }

    private static Optional<ViewDefinition> definition(Relation relation) {
        return switch (relation) {
            case View view -> Optional.of(view.definition());
            case Table table -> table.definition();
            default -> Optional.empty();
        };
    }

    /// Each view has one rule, by which it is read.
    private static void rules(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (definition(relation).isPresent()) {
                rows.set("oid", ruleOid(relation))
                        .set("rulename", "_RETURN")
                        .set("ev_class", relation.oid())
                        .set("ev_type", "1")
                        .set("ev_enabled", "O")
                        .set("is_instead", true)
                        .add();
            }
        }
    }

    private static long ruleOid(Relation relation) {
        return AttributeRows.defaultOid(relation.oid(), RULE_NUMBER);
    }

    private static void dependencies(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        var all = new DependencyRows(rows, catalog);
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                table.constraints().forEach(each -> all.constraints.put(each.oid(), each));
            }
        }
        catalog.objects().forEach(all::add);
    }

    private static Address relation(long oid, int column) {
        return new Address(SystemOids.PG_CLASS, oid, column);
    }

    private void add(Address dependent, Address needed, String kind) {
        rows.set("classid", dependent.classOid)
                .set("objid", dependent.oid)
                .set("objsubid", dependent.part)
                .set("refclassid", needed.classOid)
                .set("refobjid", needed.oid)
                .set("refobjsubid", needed.part)
                .set("deptype", kind)
                .add();
    }

    private void extension(Extension extension) {
        var address = new Address(SystemOids.PG_EXTENSION, extension.oid(), 0);
        add(address, new Address(SystemOids.PG_NAMESPACE, extension.schemaOid(), 0), NORMAL);
        for (long member : extension.members()) {
            add(new Address(SystemOids.PG_PROC, member, 0), address, MEMBER);
        }
    }

    private void add(CatalogObject object) {
        switch (object) {
            case Table table -> table(table);
            case View view -> {
                inSchema(relation(view.oid(), 0), view);
                columnTypes(view.oid(), view.columns());
                defaults(view.oid(), view.columns());
                rule(view, view.definition());
            }
            case Sequence sequence -> sequence(sequence);
            case Index index -> index(index);
            case UserType type -> type(type);
            case Routine routine -> routine(routine);
            case Extension extension -> extension(extension);
            case UserCast cast -> {
                var dependent = new Address(SystemOids.PG_CAST, cast.oid(), 0);
                needsType(dependent, cast.source());
                needsType(dependent, cast.target());
            }
            default -> {}
        }
    }

    private void inSchema(Address dependent, CatalogObject object) {
        add(dependent, new Address(SystemOids.PG_NAMESPACE, object.schemaOid(), 0), NORMAL);
    }

    private void table(Table table) {
        inSchema(relation(table.oid(), 0), table);
        table.parentOid()
                .ifPresent(parent -> add(relation(table.oid(), 0), relation(parent, 0), AUTOMATIC));
        columnTypes(table.oid(), table.columns());
        defaults(table.oid(), table.columns());
        table.constraints().forEach(constraint -> constraint(table, constraint));
        table.definition().ifPresent(definition -> rule(table, definition));
    }

    private void columnTypes(long relationOid, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            needsType(relation(relationOid, column.number()), column.type());
        }
    }

    /// Built-in types are not worth a row.
    private void needsType(Address dependent, DataType type) {
        Optional<DataType> element =
                type.isArray() && type.name().startsWith("_")
                        ? catalog.type(type.elementOid())
                        : Optional.empty();
        DataType needed = element.orElse(type);
        if (DataType.builtIn(needed.oid()).isEmpty()) {
            add(dependent, new Address(SystemOids.PG_TYPE, type.oid(), 0), NORMAL);
        }
    }

    private void defaults(long relationOid, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            Optional<String> text = AttributeRows.defaultText(column);
            if (text.isEmpty()) {
                continue;
            }
            long oid = AttributeRows.defaultOid(relationOid, column.number());
            var dependent = new Address(SystemOids.PG_ATTRDEF, oid, 0);
            add(dependent, relation(relationOid, column.number()), AUTOMATIC);
            needsAll(dependent, text.get());
            if (column.generatedText().isPresent()) {
                for (TableColumn other : columns) {
                    if (reads(text.get(), other.name())) {
                        add(dependent, relation(relationOid, other.number()), NORMAL);
                    }
                }
            }
        }
    }

    private static boolean reads(String text, String column) {
        boolean[] found = {false};
        SyntaxTrees.visit(
                Parser.parseExpression(text),
                node ->
                        found[0] |=
                                node instanceof Expression.ColumnReference reference
                                        && reference.names().getLast().equals(column));
        return found[0];
    }

    /// What an expression that is kept in its resolved form names.
    private void needsAll(Address dependent, String text) {
        if (!text.isEmpty()) {
            needed(Parser.parseExpression(text)).forEach(each -> add(dependent, each, NORMAL));
        }
    }

    private Set<Address> needed(Object tree) {
        var found = new LinkedHashSet<Address>();
        var path = new SearchPath(List.of(), "");
        SyntaxTrees.visit(
                tree,
                node -> {
                    switch (node) {
                        case TypeName type ->
                                catalog.type(path, type.name().parts())
                                        .filter(each -> DataType.builtIn(each.oid()).isEmpty())
                                        .map(each -> new Address(SystemOids.PG_TYPE, each.oid(), 0))
                                        .ifPresent(found::add);
                        case Expression.FunctionCall call when call.name().parts().size() == 2 ->
                                routines(call.name(), call.arguments().size()).stream()
                                        .map(each -> new Address(SystemOids.PG_PROC, each.oid(), 0))
                                        .forEach(found::add);
                        case Expression.Cast cast
                                when cast.operand() instanceof Expression.StringConstant text
                                        && cast.type().name().name().equals("regclass") ->
                                catalog.relation(
                                                path, Parser.parseType(text.value()).name().parts())
                                        .map(each -> relation(each.oid(), 0))
                                        .ifPresent(found::add);
                        default -> {}
                    }
                });
        return found;
    }

    private List<Routine> routines(QualifiedName name, int argumentCount) {
        return catalog.routines(new SearchPath(List.of(), ""), name.parts()).stream()
                .filter(routine -> routine.argumentTypes().size() >= argumentCount)
                .toList();
    }

    private void rule(Relation relation, ViewDefinition definition) {
        var dependent = new Address(SystemOids.PG_REWRITE, ruleOid(relation), 0);
        add(dependent, relation(relation.oid(), 0), INTERNAL);
        add(dependent, relation(relation.oid(), 0), NORMAL);
        var needed = new LinkedHashSet<Address>();
        for (Dependency each : definition.dependencies()) {
            if (constraints.containsKey(each.oid())) {
                needed.add(new Address(SystemOids.PG_CONSTRAINT, each.oid(), 0));
            } else if (catalog.object(each.oid()).orElse(null) instanceof Routine) {
                needed.add(new Address(SystemOids.PG_PROC, each.oid(), 0));
            } else if (catalog.relation(each.oid()).isPresent()) {
                needed.add(relation(each.oid(), each.columnNumber()));
            }
        }
        needed.addAll(needed(Parser.parse(definition.text()).getFirst().statement()));
        needed.forEach(each -> add(dependent, each, NORMAL));
    }

    private void sequence(Sequence sequence) {
        inSchema(relation(sequence.oid(), 0), sequence);
        if (sequence.ownerTableOid() != 0) {
            add(
                    relation(sequence.oid(), 0),
                    relation(sequence.ownerTableOid(), sequence.ownerColumn()),
                    sequence.identity() ? INTERNAL : AUTOMATIC);
        }
    }

    private void index(Index index) {
        var table = (Table) catalog.relation(index.tableOid()).orElseThrow();
        Address dependent = relation(index.oid(), 0);
        if (index.parentOid() != 0) {
            add(dependent, relation(index.parentOid(), 0), PARTITION);
            add(dependent, relation(index.tableOid(), 0), SECOND_PARTITION);
        }
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.Unique(boolean _, long indexOid)
                    && indexOid == index.oid()) {
                add(
                        dependent,
                        new Address(SystemOids.PG_CONSTRAINT, constraint.oid(), 0),
                        INTERNAL);
                return;
            }
        }
        var columns = new LinkedHashSet<Integer>(index.included());
        for (Index.Key key : index.keys()) {
            if (key.columnNumber() > 0) {
                columns.add(key.columnNumber());
            }
            addRead(table, key.expression(), columns);
            needsAll(dependent, key.expression());
        }
        index.predicate()
                .ifPresent(text -> {
                    addRead(table, text, columns);
                    needsAll(dependent, text);
                });
        if (columns.isEmpty()) {
            columns.add(0);
        }
        columns.forEach(number -> add(dependent, relation(table.oid(), number), AUTOMATIC));
    }

    private static void addRead(Table table, String text, Set<Integer> columns) {
        if (text.isEmpty()) {
            return;
        }
        for (TableColumn column : table.columns()) {
            if (reads(text, column.name())) {
                columns.add(column.number());
            }
        }
    }

    private void constraint(Table table, Constraint constraint) {
        var dependent = new Address(SystemOids.PG_CONSTRAINT, constraint.oid(), 0);
        for (int column : constraint.columns()) {
            add(dependent, relation(table.oid(), column), AUTOMATIC);
        }
        if (constraint.columns().isEmpty()) {
            add(dependent, relation(table.oid(), 0), AUTOMATIC);
        }
        if (!(constraint.rule() instanceof Constraint.Check)) {
            new PartitionTree(catalog)
                    .parent(constraint, table)
                    .ifPresent(parent -> {
                        add(
                                dependent,
                                new Address(SystemOids.PG_CONSTRAINT, parent.oid(), 0),
                                PARTITION);
                        add(dependent, relation(table.oid(), 0), SECOND_PARTITION);
                    });
        }
        switch (constraint.rule()) {
            case Constraint.Check check -> needsAll(dependent, check.text());
            case Constraint.ForeignKey key -> {
                for (int column : key.referencedColumns()) {
                    add(dependent, relation(key.referencedOid(), column), NORMAL);
                }
                add(dependent, relation(key.indexOid(), 0), NORMAL);
            }
            case Constraint.Unique _ -> {}
        }
    }

    private void type(UserType type) {
        var dependent = new Address(SystemOids.PG_TYPE, type.oid(), 0);
        inSchema(dependent, type);
        switch (type) {
            case UserType.Domain domain -> {
                needsType(dependent, domain.base());
                domain.defaultText().ifPresent(text -> needsAll(dependent, text));
                for (UserType.DomainConstraint constraint : domain.constraints()) {
                    var check = new Address(SystemOids.PG_CONSTRAINT, constraint.oid(), 0);
                    add(check, dependent, AUTOMATIC);
                    needsAll(check, constraint.text());
                }
            }
            case UserType.Composite composite -> {
                add(relation(composite.oid(), 0), dependent, INTERNAL);
                columnTypes(composite.oid(), composite.columns());
            }
            case UserType.Range range -> {
                needsType(dependent, range.subtype());
                add(
                        new Address(SystemOids.PG_TYPE, range.multirangeType().oid(), 0),
                        dependent,
                        INTERNAL);
            }
            case UserType.Enumeration _ -> {}
        }
    }

    private void routine(Routine routine) {
        var dependent = new Address(SystemOids.PG_PROC, routine.oid(), 0);
        inSchema(dependent, routine);
        needsType(dependent, routine.result());
        for (Routine.Parameter parameter : routine.parameters()) {
            needsType(dependent, parameter.type());
            parameter.defaultText().ifPresent(text -> needsAll(dependent, text));
        }
        if (routine.traits().standardBody()) {
            var needed = new LinkedHashSet<Address>();
            Parser.parse(routine.body())
                    .forEach(each -> {
                        needed.addAll(needed(each.statement()));
                        needed.addAll(tables(each.statement()));
                    });
            needed.forEach(each -> add(dependent, each, NORMAL));
        }
    }

    /// The tables that a kept statement names.
    private Set<Address> tables(Object tree) {
        var found = new LinkedHashSet<Address>();
        SyntaxTrees.visit(
                tree,
                node -> {
                    if (node instanceof TableReference.Table table) {
                        catalog.relation(new SearchPath(List.of(), ""), table.name().parts())
                                .map(each -> relation(each.oid(), 0))
                                .ifPresent(found::add);
                    }
                });
        return found;
    }
}
