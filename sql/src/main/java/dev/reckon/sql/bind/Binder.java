package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.ScanIndexes;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What the binding of one statement shares: where names are looked up, the ids given so far, the
/// types of parameters. For one thread.
final class Binder {
    final Catalog catalog;
    final SearchPath searchPath;
    final Environment environment;
    final CatalogNames names;
    final FunctionCatalog functions;
    final ColumnIds ids;
    final ParameterTypes parameters;
    final Accesses accesses;
    final TypeBinder types;
    final Coercion coercion;
    final Folding folding;
    final ScanIndexes indexes;
    final int depth;

    /// Inside a view, the columns that its query was bound to when it was made: a star stands for
    /// no others, however many its table has got since. Empty elsewhere.
    private final Set<Dependency> viewColumns;

    /// Where each mention of a column stands in the text, for errors found later.
    private final Map<Scalar, Integer> positions;

    private final List<Integer> mentions = new ArrayList<>();

    Binder(
            Catalog catalog,
            SearchPath searchPath,
            Environment environment,
            ParameterTypes parameters) {
        this(
                catalog,
                searchPath,
                environment,
                parameters,
                new ColumnIds(),
                new Accesses(),
                new ScanIndexes(),
                new IdentityHashMap<>(),
                0,
                Set.of());
    }

    private Binder(
            Catalog catalog,
            SearchPath searchPath,
            Environment environment,
            ParameterTypes parameters,
            ColumnIds ids,
            Accesses accesses,
            ScanIndexes indexes,
            Map<Scalar, Integer> positions,
            int depth,
            Set<Dependency> viewColumns) {
        this.catalog = catalog;
        this.searchPath = searchPath;
        this.environment = environment;
        this.parameters = parameters;
        this.ids = ids;
        this.accesses = accesses;
        this.indexes = indexes;
        this.positions = positions;
        this.depth = depth;
        this.viewColumns = viewColumns;
        this.names = new CatalogNames(catalog, searchPath);
        this.functions =
                new FunctionCatalog(names, name -> Routines.entries(catalog, searchPath, name));
        this.types = new TypeBinder(catalog, searchPath);
        this.folding = new Folding(environment);
        this.coercion = new Coercion(this);
    }

    /// Returns a binder for text that is kept elsewhere (a view, a function): with its own search
    /// path and parameters, but the same ids.
    Binder nested(SearchPath path, ParameterTypes itsParameters) {
        return nested(path, itsParameters, List.of());
    }

    /// Returns a binder for the query of a view.
    ///
    /// @param columns what the query was bound to when the view was made
    Binder nested(SearchPath path, ParameterTypes itsParameters, List<Dependency> columns) {
        return new Binder(
                catalog,
                path,
                environment,
                itsParameters,
                ids,
                accesses,
                indexes,
                positions,
                depth + 1,
                Set.copyOf(columns));
    }

    /// Returns whether a star stands for a column.
    boolean isInStar(long relationOid, int columnNumber) {
        return viewColumns.isEmpty()
                || !viewColumns.contains(new Dependency(relationOid, 0))
                || viewColumns.contains(new Dependency(relationOid, columnNumber));
    }

    /// Makes a new column.
    Column newColumn(String name, DataType type, int modifier) {
        return new Column(ids.next(), name, type, modifier);
    }

    /// Makes a new column that holds a scalar.
    Column newColumn(String name, Scalar value) {
        return newColumn(name, value.type(), value.modifier());
    }

    /// Remembers where a scalar stands in the text.
    <T extends Scalar> T at(T scalar, int position) {
        if (scalar instanceof Scalar.ColumnValue column) {
            mentions.add(column.id());
        }
        positions.put(scalar, position);
        return scalar;
    }

    /// Returns the columns mentioned so far, in order, also by what was folded away since. Grows.
    List<Integer> mentions() {
        return mentions;
    }

    /// Returns where a scalar that was given to [#at] stands.
    OptionalInt position(Scalar scalar) {
        Integer position = positions.get(scalar);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
