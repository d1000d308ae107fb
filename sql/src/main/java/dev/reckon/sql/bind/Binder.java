package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.RoutineKernel;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.ScanIndexes;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What the binding of one statement shares: where names are looked up, the ids given so far, the
/// types of parameters. For one thread.
final class Binder {
    final Catalog catalog;
    final SearchPath searchPath;
    private SearchPath callerPath;
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

    /// The owner of the view whose query this binds, with whose rights it reads; empty where the
    /// current user does it.
    final Optional<Long> role;

    /// Inside a view, the columns that its query was bound to when it was made: a star stands for
    /// no others, however many its table has got since. Empty elsewhere.
    private final Set<Dependency> viewColumns;

    /// Where each mention of a column stands in the text, for errors found later.
    private final Map<Scalar, Integer> positions;

    /// The query of a cursor, whose rows are to be found again.
    private Optional<CursorQuery> cursor = Optional.empty();

    private record CursorQuery(Query query, CursorRows rows) {}

    private final List<Integer> mentions = new ArrayList<>();

    /// Whether the statement is bound to be described only, and not run.
    private boolean describing;

    /// The routines whose bodies stand in the place of the calls that this binds inside.
    private Set<Long> inlined = Set.of();

    /// The variables of the procedure whose statement this is.
    private Optional<Variables> variables = Optional.empty();

    /// What is found out about the tree, where that is wanted.
    private Optional<BindingNotes> notes = Optional.empty();

    /// The fields of columns of type `record`, by column id, as far as they are known.
    private final Map<Integer, RowShape> shapes;

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
                new HashMap<>(),
                0,
                Optional.empty(),
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
            Map<Integer, RowShape> shapes,
            int depth,
            Optional<Long> role,
            Set<Dependency> viewColumns) {
        this.catalog = catalog;
        this.searchPath = searchPath;
        this.callerPath = searchPath;
        this.environment = environment;
        this.parameters = parameters;
        this.ids = ids;
        this.accesses = accesses;
        this.indexes = indexes;
        this.positions = positions;
        this.shapes = shapes;
        this.depth = depth;
        this.role = role;
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
        return nested(path, itsParameters, role, List.of());
    }

    /// Returns a binder for the query of a view.
    ///
    /// @param itsRole with whose rights it reads; empty for the current user's
    /// @param columns what the query was bound to when the view was made
    Binder nested(
            SearchPath path,
            ParameterTypes itsParameters,
            Optional<Long> itsRole,
            List<Dependency> columns) {
        var nested =
                new Binder(
                        catalog,
                        path,
                        environment,
                        itsParameters,
                        ids,
                        accesses,
                        indexes,
                        positions,
                        shapes,
                        depth + 1,
                        itsRole,
                        Set.copyOf(columns));
        nested.describing = describing;
        nested.inlined = inlined;
        nested.callerPath = callerPath;
        return nested;
    }

    /// Returns the search path that is in force where the text is run, whatever path the text was
    /// stored with.
    SearchPath callerPath() {
        return callerPath;
    }

    /// Puts another search path in force, as a function does that brings its own.
    void setCallerPath(SearchPath path) {
        callerPath = path;
    }

    /// Notes that this binds the body of a routine in the place of a call.
    void inlines(long routineOid) {
        Set<Long> all = new HashSet<>(inlined);
        all.add(routineOid);
        inlined = all;
    }

    /// Returns whether the body of a routine is being put in the place of a call.
    boolean isInlining(long routineOid) {
        return inlined.contains(routineOid);
    }

    /// Gives the variables that the statement can name, beside columns.
    void takeVariables(Variables given) {
        variables = Optional.of(given);
    }

    /// Returns the variables that the statement can name.
    Optional<Variables> variables() {
        return variables;
    }

    /// Returns whether the statement is bound to be described only, and not run.
    boolean isDescribing() {
        return describing;
    }

    /// Begins to keep notes, for a tree that is to be stored in its resolved form.
    BindingNotes takeNotes() {
        var kept = new BindingNotes();
        notes = Optional.of(kept);
        describing = true;
        return kept;
    }

    /// Returns where to note what is found out about the tree; empty when nobody wants to know.
    Optional<BindingNotes> notes() {
        return notes;
    }

    /// Makes the rows of a query come with their tables' keys where that is possible.
    CursorRows forCursor(Query query) {
        var rows = new CursorRows();
        cursor = Optional.of(new CursorQuery(query, rows));
        return rows;
    }

    /// Returns what is to be known of a query if it is a cursor's own.
    @SuppressWarnings("ReferenceEquality") // A query that looks the same may stand inside it.
    Optional<CursorRows> cursorRows(Query query) {
        return cursor.filter(each -> each.query == query).map(CursorQuery::rows);
    }

    /// Returns the same without a record of what is accessed, for what is computed whoever the user
    /// is: constraints, generated columns, indexes.
    Binder unwatched() {
        return new Binder(
                catalog,
                searchPath,
                environment,
                parameters,
                ids,
                new Accesses(),
                indexes,
                positions,
                shapes,
                depth,
                role,
                viewColumns);
    }

    /// Returns whether a star stands for a column.
    boolean isInStar(long relationOid, int columnNumber) {
        return viewColumns.isEmpty()
                || !viewColumns.contains(new Dependency(relationOid, 0))
                || viewColumns.contains(new Dependency(relationOid, columnNumber));
    }

    /// @throws DatabaseException 42501 when the user may not use the schema of a name
    void requireOpenSchema(QualifiedName name) {
        if (name.schema().filter(searchPath.closed()::contains).isPresent()) {
            throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied for schema " + name.schema().get())
                    .at(name.position());
        }
    }

    /// Notes what is done with a relation.
    ///
    /// @param kind as in [Accesses.Access#kinds]
    void access(long relationOid, char kind) {
        accesses.add(relationOid, kind, role, depth == 0);
    }

    /// Notes that the statement is right only while a constraint holds.
    void needConstraint(long oid) {
        if (depth == 0) {
            accesses.addConstraint(oid);
        }
    }

    /// Notes what is done with a column of a relation.
    void accessColumn(long relationOid, int number, char kind) {
        accesses.addColumn(relationOid, number, kind, role);
    }

    /// Makes a new column.
    Column newColumn(String name, DataType type, int modifier) {
        return new Column(ids.next(), name, type, modifier);
    }

    /// Makes a new column that holds a scalar.
    Column newColumn(String name, Scalar value) {
        Column column = newColumn(name, value.type(), value.modifier());
        shape(value).ifPresent(shape -> shapes.put(column.id(), shape));
        return column;
    }

    /// Notes what the fields of a column of type `record` are.
    void setShape(Column column, RowShape shape) {
        shapes.put(column.id(), shape);
    }

    /// Notes that a column holds the values of another.
    void copyShape(Column from, Column to) {
        copyShape(from.value(), to);
    }

    /// Notes that a column holds such values as a scalar has.
    void copyShape(Scalar from, Column to) {
        shape(from).ifPresent(shape -> shapes.put(to.id(), shape));
    }

    /// Returns what the fields of a row of type `record` are, as far as that is known.
    private Optional<RowShape> shape(Scalar row) {
        if (!row.type().equals(DataType.RECORD)) {
            return Optional.empty();
        }
        return switch (row) {
            case Scalar.RowConstructor constructor -> Optional.of(constructor.shape());
            case Scalar.ColumnValue column -> Optional.ofNullable(shapes.get(column.id()));
            case Scalar.Relabel relabel -> shape(relabel.operand());
            case Scalar.Let let -> shape(let.body());
            case Scalar.Coalesce coalesce -> shape(coalesce.operands().getFirst());
            case Scalar.Case choice -> shape(choice.branches().getFirst().result());
            case Scalar.Call call when call.function().kernel() instanceof RoutineKernel kernel ->
                    Optional.of(kernel.shape()).filter(RowShape::isKnown);
            case Scalar.Parameter parameter -> variables.flatMap(each -> each.shape(parameter));
            case Scalar.ScalarSubquery query ->
                    Optional.ofNullable(shapes.get(query.plan().columns().getFirst().id()));
            default -> Optional.empty();
        };
    }

    /// Returns the fields of a row value in order, with their numbers for ids; none when the value
    /// is no row, or nothing is known of its fields.
    List<Column> fields(Scalar row) {
        Optional<RowShape> shape = shape(row);
        if (shape.isEmpty()) {
            return Composites.fields(catalog, coercion.base(row.type()));
        }
        var fields = new ArrayList<Column>();
        for (int i = 0; i < shape.get().types().size(); i++) {
            fields.add(
                    new Column(i + 1, shape.get().names().get(i), shape.get().types().get(i), -1));
        }
        return fields;
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
