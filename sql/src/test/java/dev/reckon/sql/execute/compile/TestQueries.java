package dev.reckon.sql.execute.compile;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogReader;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.SystemTables;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.execute.WorkerPool;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.optimize.Optimizer;
import dev.reckon.sql.optimize.SnapshotStatistics;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Plan;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Runs queries as text against a store, without sessions: parse, bind, optimize, compile, run.
public final class TestQueries implements AutoCloseable {
    private static final SearchPath PATH = new SearchPath(List.of("public"), "pg_temp_1");
    private static final long PUBLIC_OID = 2200;

    private final Store store;
    private final TestEvaluations evaluations;
    private Catalog catalog;
    private WorkerPool workers = WorkerPool.shared();
    private long nextOid = 20_000;

    public TestQueries(Path directory, long byteCountMax) throws IOException {
        store =
                Store.open(
                        new LocalFileSystem(directory),
                        new StoreOptions(100_000, 32L << 20, 256L << 20, false));
        evaluations = new TestEvaluations(byteCountMax);
        try (Snapshot snapshot = store.snapshot()) {
            catalog =
                    new CatalogReader(new SystemTables(List.of()))
                            .read(snapshot)
                            .with(
                                    List.of(new Schema(new Header(PUBLIC_OID, 0, "public", 10))),
                                    List.of());
        }
    }

    public Store store() {
        return store;
    }

    public TestEvaluations evaluations() {
        return evaluations;
    }

    /// Runs the queries from now on with these helpers.
    public void use(WorkerPool pool) {
        workers = pool;
    }

    /// Makes a table whose first column is its primary key.
    public void createTable(String name, List<String> columnNames, List<DataType> types) {
        createTable(name, 1, columnNames, types);
    }

    /// Makes a table whose first columns are its primary key.
    public void createTable(
            String name, int keyColumnCount, List<String> columnNames, List<DataType> types) {
        long id = store.allocateId();
        List<ColumnSchema> stored = new ArrayList<>();
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            stored.add(new ColumnSchema(columnNames.get(i), types.get(i), -1, i < keyColumnCount));
            columns.add(
                    new TableColumn(
                            i + 1,
                            columnNames.get(i),
                            types.get(i),
                            -1,
                            i < keyColumnCount,
                            Optional.empty(),
                            Optional.empty(),
                            TableColumn.Identity.NONE,
                            0,
                            List.of()));
        }
        List<KeyColumn> keyColumns =
                IntStream.range(0, keyColumnCount).mapToObj(KeyColumn::ascending).toList();
        var schema = new TableSchema(id, name, stored, keyColumns);
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(schema);
            transaction.commit();
        }
        var key =
                new Constraint(
                        nextOid++,
                        name + "_pkey",
                        IntStream.rangeClosed(1, keyColumnCount).boxed().toList(),
                        new Constraint.Unique(true, 0),
                        false,
                        false,
                        true);
        var table =
                new Table(
                        new Header(nextOid++, PUBLIC_OID, name, 10),
                        Table.Persistence.PERMANENT,
                        Table.OnCommit.PRESERVE_ROWS,
                        id,
                        (int) nextOid++,
                        (int) nextOid++,
                        types.size(),
                        columns,
                        List.of(key),
                        Optional.empty(),
                        true,
                        Partitioning.NONE);
        catalog = catalog.with(List.of(table), List.of());
        schemas.add(schema);
    }

    private final List<TableSchema> schemas = new ArrayList<>();

    private TableSchema schema(String name) {
        return schemas.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /// Inserts the rows of a batch whose columns are the table's.
    public void insert(String name, Batch rows) {
        TableSchema schema = schema(name);
        var encoder = new KeyEncoder(schema);
        var layout = new RowLayout(schema);
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                transaction.insert(
                        schema.id(), encoder.encode(rows, row), layout.encode(rows, row));
            }
            transaction.commit();
        }
    }

    /// Returns the optimized plan of a query.
    public Plan plan(String sql) {
        var parsed = Parser.parse(sql).get(0);
        Environment environment = evaluations.environment();
        BoundStatement bound =
                new StatementBinder(catalog, PATH, environment)
                        .bind((Preparable) parsed.statement(), List.of(), 0);
        try (Snapshot snapshot = store.snapshot()) {
            return new Optimizer(
                            new SnapshotStatistics(snapshot),
                            bound.indexes(),
                            environment.names(),
                            evaluation(snapshot),
                            bound.ids()::next)
                    .optimize(bound.plan());
        }
    }

    public OperatorFactory compile(Plan plan) {
        return QueryCompiler.of(
                        (_, _) -> {
                            throw new UnsupportedOperationException("changes of data");
                        })
                .compile(plan);
    }

    /// Opens a query on a snapshot, which the caller closes.
    public Evaluation evaluation(Snapshot snapshot) {
        return Evaluation.of(
                new Evaluation.Resources(
                        evaluations.environment(),
                        Optional.of(catalog),
                        Optional.of(snapshot),
                        Optional.empty(),
                        IndexUse.LEARNED,
                        evaluations.evaluation().memory(),
                        evaluations.evaluation().spillSpace(),
                        workers),
                List.of(),
                List.of());
    }

    /// Runs a query.
    public List<List<Value>> run(String sql) {
        OperatorFactory factory = compile(plan(sql));
        try (Snapshot snapshot = store.snapshot();
                Operator operator = factory.open(evaluation(snapshot))) {
            return RandomRows.read(operator);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
