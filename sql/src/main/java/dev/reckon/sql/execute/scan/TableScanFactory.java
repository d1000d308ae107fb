package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.ColumnConditions;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.stream.FilterOperator;
import dev.reckon.sql.plan.BoundTerm;
import dev.reckon.sql.plan.RuntimeFilterTarget;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A compiled scan of a stored table: chooses, at each execution, between finding rows by key and
/// reading ranges. Immutable; safe for many threads.
public final class TableScanFactory implements OperatorFactory {
    /// A part takes a thread about a millisecond or more.
    private static final long PART_ROW_COUNT = 1 << 16;

    private static final long PART_COUNT_MAX = 256;
    private static final Batch ONE_ROW = new Batch(List.of(), 1);
    private static final Operator NO_ROWS = new RowsOperator(Collections.emptyIterator());

    private final TableSchema table;
    private final List<Integer> positions;
    private final CompiledKeys keys;

    /// The whole filter, for rows that are found by key.
    private final Optional<Predicate> filter;

    /// The part of it that storage tests, the rest of it, and what the two leave to hand out.
    private final ColumnConditions conditions;

    private final Optional<Predicate> rest;
    private final ReadColumns read;
    private final ScanOrder order;
    private final List<Bound> bounds;
    private final Optional<Expression> skip;
    private final List<RuntimeFilterTarget> filterTargets;
    private final Layout layout;

    /// How many of the key's first columns have all rows of equal values in one part; 0 for none.
    private final int partKeyColumnCount;

    private final Lending lent;

    private record Bound(int position, Optional<Expression> lower, Optional<Expression> upper) {}

    /// @param outer compiles scalars that don't read the table's columns
    /// @param inner compiles scalars over the scan's columns
    /// @param isRead whether the rest of the plan reads a column, by its id; what the columns are
    ///   that it doesn't is unspecified
    /// @param partKeyColumnCount how many of the key's first columns have all rows of equal values
    ///   in one part of [#openParallel]; 0 for none
    public TableScanFactory(
            TableScan scan,
            ScalarCompiler outer,
            ScalarCompiler inner,
            IntPredicate isRead,
            int partKeyColumnCount) {
        this.partKeyColumnCount = partKeyColumnCount;
        this.lent = Lending.NOTHING;
        this.table = scan.table();
        this.positions = scan.positions();
        this.keys = new CompiledKeys(table, scan.keys(), outer);
        this.filter = scan.filter().map(inner::compilePredicate);
        this.conditions = ColumnConditions.of(scan, inner);
        this.rest = conditions.rest().map(inner::compilePredicate);
        this.read = ReadColumns.of(scan, conditions.rest(), isRead);
        this.order = scan.order();
        List<Bound> compiled = new ArrayList<>();
        for (BoundTerm term : scan.bounds()) {
            compiled.add(
                    new Bound(
                            term.position(),
                            term.lower().map(outer::compile),
                            term.upper().map(outer::compile)));
        }
        this.bounds = compiled;
        this.skip = scan.skip().map(outer::compile);
        this.filterTargets = scan.runtimeFilters();
        this.layout = Layout.of(scan.columns());
    }

    private TableScanFactory(TableScanFactory other, Lending lent) {
        this.table = other.table;
        this.positions = other.positions;
        this.keys = other.keys;
        this.filter = other.filter;
        this.conditions = other.conditions;
        this.rest = other.rest;
        this.read = other.read;
        this.order = other.order;
        this.bounds = other.bounds;
        this.skip = other.skip;
        this.filterTargets = other.filterTargets;
        this.layout = other.layout;
        this.partKeyColumnCount = other.partKeyColumnCount;
        this.lent = lent;
    }

    @Override
    public OperatorFactory lending() {
        return new TableScanFactory(this, Lending.NUMBERS);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        Optional<Operator> found = find(evaluation);
        if (found.isPresent()) {
            return filter.isPresent()
                    ? new FilterOperator(found.get(), filter.get(), evaluation)
                    : found.get();
        }
        TableSnapshot snapshot = snapshot(table, evaluation);
        List<ScanFilter> runtime = runtimeFilters(evaluation);
        Optional<ScanRequest> request = request(snapshot, runtime, evaluation);
        return request.isPresent() ? scan(snapshot, request.get(), runtime, evaluation) : NO_ROWS;
    }

    /// Returns what the joins above know by now.
    private List<ScanFilter> runtimeFilters(Evaluation evaluation) {
        if (filterTargets.isEmpty()) {
            return List.of();
        }
        List<ScanFilter> found = new ArrayList<>(filterTargets.size());
        for (RuntimeFilterTarget target : filterTargets) {
            evaluation
                    .runtimeFilter(target.filterId())
                    .map(each -> new ScanFilter(each, layout.position(target.column().id())))
                    .ifPresent(found::add);
        }
        return found;
    }

    private Operator scan(
            TableSnapshot snapshot,
            ScanRequest request,
            List<ScanFilter> runtime,
            Evaluation evaluation) {
        List<RuntimeCondition> late =
                runtime.stream()
                        .map(each -> new RuntimeCondition(each, positions.get(each.column())))
                        .toList();
        List<ColumnCondition> all = new ArrayList<>(conditions.bind(evaluation));
        all.addAll(late);
        Operator rows =
                new CursorOperator(snapshot.scan(request.meeting(all)), read, late, evaluation);
        return rest.isPresent()
                ? new FilteredScan(new FilterOperator(rows, rest.get(), evaluation), rows)
                : rows;
    }

    /// Finds rows by whole keys; empty when the scan reads ranges.
    private Optional<Operator> find(Evaluation evaluation) {
        Optional<Batch> given = evaluation.rowOfTable(table.id());
        if (given.isPresent()) {
            return Optional.of(
                    new RowsOperator(List.of(project(given.get(), positions)).iterator()));
        }
        if (keys.isSinglePoint()) {
            Optional<RowKey> key = keys.point(evaluation);
            return Optional.of(
                    key.isPresent()
                            ? new PointLookupOperator(
                                    snapshot(table, evaluation), key.get(), positions)
                            : NO_ROWS);
        }
        if (keys.isPoint() && order == ScanOrder.ANY) {
            RowKey[] rowKeys =
                    keys.ranges(evaluation).stream()
                            .map(range -> new RowKey(range.lower()))
                            .toArray(RowKey[]::new);
            return Optional.of(
                    new KeysLookupOperator(
                            snapshot(table, evaluation), rowKeys, positions, evaluation));
        }
        return Optional.empty();
    }

    /// Returns a table as the statement sees it.
    public static TableSnapshot snapshot(TableSchema table, Evaluation evaluation) {
        TableSnapshot snapshot =
                evaluation
                        .snapshot()
                        .table(table.id())
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"" + table.name() + "\" does not exist"));
        return evaluation.indexUse() == IndexUse.LEARNED
                ? snapshot
                : snapshot.with(evaluation.indexUse());
    }

    /// Returns some columns of a row that has them all.
    static Batch project(Batch row, List<Integer> positions) {
        List<ColumnVector> columns = new ArrayList<>(positions.size());
        for (int position : positions) {
            columns.add(row.column(position));
        }
        return new Batch(columns, row.rowCount(), row.selection(), row.selectedCount());
    }

    /// Divides the scan into parts of equal numbers of rows.
    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        if (order != ScanOrder.ANY
                || keys.isPoint()
                || skip.isPresent()
                || (evaluation.workers().workerCountMax() == 1 && partKeyColumnCount == 0)
                || evaluation.rowOfTable(table.id()).isPresent()) {
            return Optional.empty();
        }
        TableSnapshot snapshot = snapshot(table, evaluation);
        if (snapshot.rowCount() < 2 * PART_ROW_COUNT) {
            return Optional.empty();
        }
        List<ScanFilter> runtime = runtimeFilters(evaluation);
        Optional<ScanRequest> request = request(snapshot, runtime, evaluation);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        long rowCount = 0;
        for (KeyRange range : request.get().ranges()) {
            rowCount += snapshot.rowCount(range);
        }
        long partCount = Math.min(rowCount / PART_ROW_COUNT, PART_COUNT_MAX);
        if (partCount < 2) {
            return Optional.empty();
        }
        List<ScanRequest> parts =
                partKeyColumnCount == 0
                        ? snapshot.split(request.get(), (int) partCount)
                        : snapshot.splitByKey(request.get(), (int) partCount, partKeyColumnCount);
        return Optional.of(
                new ParallelRows() {
                    @Override
                    public int partCount() {
                        return parts.size();
                    }

                    @Override
                    public Operator open(int part) {
                        return scan(snapshot, parts.get(part), runtime, evaluation);
                    }
                });
    }

    /// Returns what to read; empty when there is nothing.
    private Optional<ScanRequest> request(
            TableSnapshot snapshot, List<ScanFilter> runtime, Evaluation evaluation) {
        List<ScanRequest.ColumnBound> columnBounds = new ArrayList<>(bounds.size());
        for (ScanFilter each : runtime) {
            columnBounds.add(
                    new ScanRequest.ColumnBound(
                            positions.get(each.column()),
                            each.filter().lower(),
                            each.filter().upper()));
        }
        for (Bound bound : bounds) {
            columnBounds.add(
                    new ScanRequest.ColumnBound(
                            bound.position,
                            value(bound.lower, evaluation),
                            value(bound.upper, evaluation)));
        }
        if (skip.isPresent()) {
            return afterSkipped(snapshot, evaluation, columnBounds);
        }
        List<KeyRange> ranges = keys.ranges(evaluation);
        return ranges.isEmpty()
                ? Optional.empty()
                : Optional.of(request(ranges, order, columnBounds));
    }

    private ScanRequest request(
            List<KeyRange> ranges,
            ScanOrder direction,
            List<ScanRequest.ColumnBound> columnBounds) {
        return new ScanRequest(read.positions(), ranges, direction, columnBounds).lending(lent);
    }

    private static Value value(Optional<Expression> bound, Evaluation evaluation) {
        return bound.isPresent()
                ? bound.get().evaluate(ONE_ROW, evaluation).value(0)
                : Value.Null.NULL;
    }

    /// Finds the first row to read by its position.
    private Optional<ScanRequest> afterSkipped(
            TableSnapshot snapshot,
            Evaluation evaluation,
            List<ScanRequest.ColumnBound> columnBounds) {
        long toSkip =
                switch (value(skip, evaluation)) {
                    case Value.Int(long number) -> RowCounts.offset(number);
                    case Value.Real(double fraction) ->
                            RowCounts.beforePercentile(fraction, snapshot.rowCount());
                    default -> 0;
                };
        if (toSkip == 0) {
            return Optional.of(request(List.of(KeyRange.ALL), order, columnBounds));
        }
        boolean isBackward = order == ScanOrder.BACKWARD;
        long rank = isBackward ? snapshot.rowCount() - 1 - toSkip : toSkip;
        if (rank < 0) {
            return Optional.empty();
        }
        ScanOrder direction = isBackward ? ScanOrder.BACKWARD : ScanOrder.FORWARD;
        return snapshot.keyAt(rank)
                .map(key -> isBackward ? upTo(key) : new KeyRange(key.bytes(), Optional.empty()))
                .map(range -> request(List.of(range), direction, columnBounds));
    }

    /// The least string of bytes above a key is the key and a zero.
    private static KeyRange upTo(RowKey key) {
        byte[] end = Arrays.copyOf(key.bytes(), key.bytes().length + 1);
        return new KeyRange(new byte[0], Optional.of(end));
    }
}
