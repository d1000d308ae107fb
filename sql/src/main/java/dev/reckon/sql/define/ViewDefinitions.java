package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.StatementBinder.BoundDefinition;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.catalog.ViewShape;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// CREATE VIEW.
record ViewDefinitions(Definitions definitions) {
    void create(SchemaStatement.CreateView create) {
        Query query = create.recursive() ? recursive(create) : create.query();
        List<String> options = options(create);
        BoundDefinition resolved = definitions.binder().bindDefinition(query);
        BoundStatement bound = resolved.statement();
        boolean temporary =
                create.persistence() == TableStatement.Persistence.TEMPORARY
                        || readsTemporary(bound);
        Optional<View> known =
                definitions.relation(create.name()).orElse(null) instanceof View view
                                && create.orReplace()
                        ? Optional.of(view)
                        : Optional.empty();
        List<TableColumn> columns = columns(bound, create.columns());
        ViewDefinition definition = definition(resolved);
        if (known.isPresent()) {
            requireCompatible(known.get(), columns);
            View view = known.get();
            var changed =
                    new View(
                            view.header().withOptions(options),
                            withDefaults(columns, view.columns()),
                            definition,
                            view.temporary(),
                            view.rowTypeOid(),
                            view.rowArrayOid());
            definitions.put(changed);
            requireCheckable(changed);
            return;
        }
        Optional<Schema> schema =
                TableCreation.newRelationSchema(
                        definitions,
                        create.name(),
                        temporary
                                ? TableStatement.Persistence.TEMPORARY
                                : TableStatement.Persistence.PERMANENT,
                        false);
        Header header =
                definitions
                        .newHeader(schema.orElseThrow().oid(), create.name().name(), 'r')
                        .withOptions(options);
        var view =
                new View(
                        header,
                        columns,
                        definition,
                        temporary,
                        (int) definitions.newOid(),
                        (int) definitions.newOid());
        definitions.put(view);
        requireCheckable(view);
    }

    private static List<String> options(SchemaStatement.CreateView create) {
        List<String> options = StorageOptions.VIEW.texts(create.options());
        if (create.checkOption() != SchemaStatement.CheckOption.NONE) {
            options = new ArrayList<>(options);
            options.removeIf(each -> each.startsWith("check_option="));
            options.add("check_option=" + create.checkOption().name().toLowerCase(Locale.ROOT));
        }
        return options;
    }

    /// The defaults that ALTER VIEW gave to columns outlast CREATE OR REPLACE.
    private static List<TableColumn> withDefaults(
            List<TableColumn> columns, List<TableColumn> before) {
        var kept = new ArrayList<>(columns);
        for (int i = 0; i < before.size(); i++) {
            kept.set(
                    i,
                    columns.get(i)
                            .withDefault(before.get(i).defaultText())
                            .withPrivileges(before.get(i).privileges()));
        }
        return kept;
    }

    /// A check option makes sense only where rows can be changed.
    void requireCheckable(View view) {
        if (view.checkOption() == View.CheckOption.NONE) {
            return;
        }
        ViewShape shape = ViewShape.of(view, definitions.catalog());
        Optional<String> reason = shape.obstacle();
        if (reason.isEmpty() && shape.columns().stream().noneMatch(each -> each.number() != 0)) {
            reason =
                    Optional.of(
                            "Views that have no updatable columns are not automatically"
                                    + " updatable.");
        }
        if (reason.isPresent()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "WITH CHECK OPTION is supported only on automatically updatable views")
                    .withHint(reason.get());
        }
    }

    private boolean readsTemporary(BoundStatement bound) {
        return bound.accesses().directOids().stream()
                .map(oid -> definitions.catalog().relation(oid))
                .flatMap(Optional::stream)
                .map(Relation::schemaOid)
                .map(oid -> definitions.catalog().schema(oid))
                .flatMap(Optional::stream)
                .anyMatch(Schema::isTemporary);
    }

    /// `CREATE RECURSIVE VIEW v (a) AS q` is `SELECT a FROM (WITH RECURSIVE v (a) AS (q) …)`.
    private static Query recursive(SchemaStatement.CreateView create) {
        int position = create.position();
        String name = create.name().name();
        var with =
                new Query.With(
                        true,
                        List.of(
                                new Query.CommonTable(
                                        name,
                                        create.columns(),
                                        Optional.empty(),
                                        create.query(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        position)),
                        position);
        List<SelectItem> items =
                create.columns().stream()
                        .map(column ->
                                new SelectItem(
                                        new Expression.ColumnReference(List.of(column), position),
                                        Optional.empty(),
                                        position))
                        .toList();
        var select =
                new Query.Select(
                        false,
                        List.of(),
                        items,
                        Optional.empty(),
                        List.of(
                                new TableReference.Table(
                                        new dev.reckon.sql.ast.QualifiedName(
                                                List.of(name), position),
                                        false,
                                        Optional.empty(),
                                        Optional.empty(),
                                        position)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        position);
        return new Query(
                Optional.of(with),
                select,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                position);
    }

    /// Makes the columns of a view or table that a query fills.
    static List<TableColumn> columns(BoundStatement bound, List<String> names) {
        if (names.size() > bound.fields().size()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
        }
        var columns = new ArrayList<TableColumn>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < bound.fields().size(); i++) {
            BoundStatement.Field field = bound.fields().get(i);
            String name = i < names.size() ? names.get(i) : field.name();
            if (!seen.add(name)) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + name + "\" specified more than once");
            }
            if (field.type().category() == TypeCategory.PSEUDO
                    || field.type().oid() == DataType.RECORD.newArray().oid()) {
                throw new DatabaseException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "column \"" + name + "\" has pseudo-type " + field.type());
            }
            columns.add(new TableColumn(i + 1, name, field.type(), field.modifier()));
        }
        return columns;
    }

    static ViewDefinition definition(BoundDefinition resolved) {
        BoundStatement bound = resolved.statement();
        var dependencies = new ArrayList<Dependency>();
        for (long oid : bound.accesses().directOids()) {
            dependencies.add(new Dependency(oid, 0));
            bound.accesses()
                    .columns(oid)
                    .forEach(number -> dependencies.add(new Dependency(oid, number)));
        }
        return new ViewDefinition(Deparser.deparse(resolved.resolved()), List.of(), dependencies);
    }

    private String shown(TableColumn column) {
        String text =
                Deparser.deparse(
                        definitions.binder().types().name(column.type(), column.modifier()));
        return text.replaceFirst("^pg_catalog\\.", "").replace(", ", ",");
    }

    private void requireCompatible(View view, List<TableColumn> columns) {
        if (columns.size() < view.columns().size()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
        }
        for (int i = 0; i < view.columns().size(); i++) {
            TableColumn before = view.columns().get(i);
            TableColumn after = columns.get(i);
            if (!before.name().equals(after.name())) {
                throw new DatabaseException(
                                SqlState.INVALID_TABLE_DEFINITION,
                                "cannot change name of view column \""
                                        + before.name()
                                        + "\" to \""
                                        + after.name()
                                        + "\"")
                        .withHint(
                                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view"
                                        + " column instead.");
            }
            if (!before.type().equals(after.type()) || before.modifier() != after.modifier()) {
                throw new DatabaseException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot change data type of view column \""
                                + before.name()
                                + "\" from "
                                + shown(before)
                                + " to "
                                + shown(after));
            }
        }
    }
}
