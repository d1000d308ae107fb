package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Parser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps the queries of views true when what they read is renamed or moved: a relation goes on
/// under its old name as an alias, with the old names of its columns, so that nothing else in the
/// query changes.
record StoredQueries(Definitions definitions) {
    /// A change of a relation's name or of its columns' names, before it is made.
    ///
    /// @param columns the names that the columns have had so far
    private record Renamed(
            Relation relation, String newSchema, String newName, List<String> columns) {}

    /// Rewrites the queries that read a relation which gets another name or schema.
    void renameRelation(Relation relation, String newSchema, String newName) {
        rewriteAll(new Renamed(relation, newSchema, newName, List.of()));
    }

    /// Rewrites the queries that read a relation of which a column gets another name.
    void renameColumn(Relation relation) {
        rewriteAll(
                new Renamed(
                        relation,
                        definitions.catalog().schemaName(relation.schemaOid()),
                        relation.name(),
                        relation.columns().stream().map(TableColumn::name).toList()));
    }

    private void rewriteAll(Renamed renamed) {
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            switch (object) {
                case View view when reads(view.definition(), renamed.relation) ->
                        definitions.put(view.withDefinition(rewritten(view.definition(), renamed)));
                case Table table
                        when table.definition()
                                .filter(each -> reads(each, renamed.relation))
                                .isPresent() ->
                        definitions.put(
                                new Table(
                                        table.header(),
                                        table.persistence(),
                                        table.onCommit(),
                                        table.storageId(),
                                        table.rowTypeOid(),
                                        table.rowArrayOid(),
                                        table.lastNumber(),
                                        table.columns(),
                                        table.constraints(),
                                        table.definition().map(each -> rewritten(each, renamed)),
                                        table.populated()));
                default -> {}
            }
        }
    }

    private static boolean reads(ViewDefinition definition, Relation relation) {
        return definition.dependencies().stream().anyMatch(each -> each.oid() == relation.oid());
    }

    private ViewDefinition rewritten(ViewDefinition definition, Renamed renamed) {
        Statement query = Parser.parse(definition.text()).getFirst().statement();
        Set<String> commonTables = new HashSet<>();
        SyntaxTrees.visit(
                query,
                node -> {
                    if (node instanceof Query.CommonTable table) {
                        commonTables.add(table.name());
                    }
                });
        var path = new SearchPath(definition.searchPath(), definitions.searchPath().temporary());
        Statement changed =
                SyntaxTrees.map(
                        query,
                        node ->
                                switch (node) {
                                    case TableReference.Table table
                                            when isMeant(
                                                    table.name(), renamed, path, commonTables) ->
                                            reference(table, renamed);
                                    case Expression.ColumnReference column ->
                                            withoutSchema(column, renamed);
                                    default -> node;
                                });
        return new ViewDefinition(
                Deparser.deparse((Query) changed),
                definition.searchPath(),
                definition.dependencies());
    }

    private boolean isMeant(
            QualifiedName name, Renamed renamed, SearchPath path, Set<String> commonTables) {
        if (name.schema().isEmpty() && commonTables.contains(name.name())) {
            return false;
        }
        Optional<Relation> found = definitions.catalog().relation(path, name.parts());
        return found.filter(each -> each.oid() == renamed.relation.oid()).isPresent();
    }

    private static TableReference.Table reference(TableReference.Table table, Renamed renamed) {
        TableReference.Alias alias =
                table.alias()
                        .orElse(
                                new TableReference.Alias(
                                        table.name().name(), List.of(), table.position()));
        List<String> columns = new ArrayList<>(alias.columns());
        if (columns.size() < renamed.columns.size()) {
            columns.addAll(renamed.columns.subList(columns.size(), renamed.columns.size()));
        }
        boolean plain =
                columns.isEmpty()
                        && alias.name().equals(renamed.newName)
                        && table.alias().isEmpty();
        return new TableReference.Table(
                new QualifiedName(
                        List.of(renamed.newSchema, renamed.newName), table.name().position()),
                table.only(),
                plain
                        ? Optional.empty()
                        : Optional.of(
                                new TableReference.Alias(alias.name(), columns, alias.position())),
                table.sample(),
                table.position());
    }

    /// `schema.table.column` does not see an alias; `table.column` does.
    private static Expression.ColumnReference withoutSchema(
            Expression.ColumnReference column, Renamed renamed) {
        List<String> names = column.names();
        return names.size() >= 3 && names.get(names.size() - 2).equals(renamed.relation.name())
                ? new Expression.ColumnReference(
                        names.subList(names.size() - 2, names.size()), column.position())
                : column;
    }
}
