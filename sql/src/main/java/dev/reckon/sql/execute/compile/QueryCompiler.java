package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.aggregate.DistinctOperator;
import dev.reckon.sql.execute.aggregate.SortedDistinctOperator;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.PlanCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.scan.IndexScanFactory;
import dev.reckon.sql.execute.scan.KeyCountFactory;
import dev.reckon.sql.execute.scan.LockRowsFactory;
import dev.reckon.sql.execute.scan.SampleScanFactory;
import dev.reckon.sql.execute.scan.SystemTableScanFactory;
import dev.reckon.sql.execute.scan.TableScanFactory;
import dev.reckon.sql.execute.stream.AppendOperator;
import dev.reckon.sql.execute.stream.FilterFactory;
import dev.reckon.sql.execute.stream.FunctionScanOperator;
import dev.reckon.sql.execute.stream.GuardFactory;
import dev.reckon.sql.execute.stream.ProjectFactory;
import dev.reckon.sql.execute.stream.ProjectSetOperator;
import dev.reckon.sql.execute.stream.SetRows;
import dev.reckon.sql.execute.stream.ValuesOperator;
import dev.reckon.sql.execute.stream.ZipOperator;
import dev.reckon.sql.execute.table.CommonTableOperator;
import dev.reckon.sql.execute.table.CommonTableRows;
import dev.reckon.sql.execute.table.RecursiveUnionOperator;
import dev.reckon.sql.execute.table.StoredScanOperator;
import dev.reckon.sql.execute.table.WorkRows;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.CommonTableScan;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Distinct;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.IndexScan;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.KeyCount;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.MergeJoin;
import dev.reckon.sql.plan.NestedLoopJoin;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.ProjectSet;
import dev.reckon.sql.plan.RecursiveUnion;
import dev.reckon.sql.plan.RuntimeFilterTarget;
import dev.reckon.sql.plan.SampleScan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import dev.reckon.sql.plan.SetOperation;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.SystemTableScan;
import dev.reckon.sql.plan.TableCall;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.TopN;
import dev.reckon.sql.plan.Update;
import dev.reckon.sql.plan.Values;
import dev.reckon.sql.plan.Window;
import dev.reckon.sql.plan.WorkTable;
import dev.reckon.sql.plan.Zip;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// Compiles a statement's plan. For one thread, and one statement.
public final class QueryCompiler implements PlanCompiler {
    static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final ModificationCompiler modifications;
    private final Optional<IdentityHashMap<Plan, NodeStatistics>> statistics;
    private final IdentityHashMap<Plan, RuntimeFilterTarget> lateTargets = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Integer> partKeyColumnCounts = new IdentityHashMap<>();
    private final Map<Plan, OperatorFactory> shared = new HashMap<>();

    private QueryCompiler(
            ModificationCompiler modifications,
            Optional<IdentityHashMap<Plan, NodeStatistics>> statistics) {
        this.modifications = modifications;
        this.statistics = statistics;
    }

    /// Makes a compiler.
    ///
    /// @param modifications compiles the nodes that change data
    public static QueryCompiler of(ModificationCompiler modifications) {
        return new QueryCompiler(modifications, Optional.empty());
    }

    /// Makes a compiler of plans that count what they do, for EXPLAIN ANALYZE.
    public static QueryCompiler measuring(ModificationCompiler modifications) {
        return new QueryCompiler(modifications, Optional.of(new IdentityHashMap<>()));
    }

    /// Returns what a node of the plan did in all executions so far; empty unless this compiler is
    /// [#measuring] and has compiled the node.
    public Optional<NodeStatistics> statistics(Plan node) {
        return statistics.map(nodes -> nodes.get(node));
    }

    @Override
    public OperatorFactory compile(Plan plan) {
        return measured(plan, node(plan));
    }

    @Override
    public boolean isRepeatable(Plan plan) {
        return Parallelism.isSafe(plan);
    }

    @Override
    public OperatorFactory compileShared(Plan plan) {
        if (!isRepeatable(plan)) {
            return compile(plan);
        }
        OperatorFactory known = shared.get(plan);
        if (known == null) {
            known = compile(plan);
            shared.put(plan, known);
        }
        return known;
    }

    /// Compiles a plan whose rows nobody reads but some scalars.
    CompiledRows compileFor(List<Scalar> readers, Plan plan) {
        Set<Integer> read = new HashSet<>();
        readers.forEach(reader -> Plans.collectFree(reader, read));
        return compileFor(read, plan);
    }

    /// Compiles a plan of which only some columns are read, given by their ids.
    CompiledRows compileFor(Set<Integer> read, Plan plan) {
        return switch (plan) {
            case TableScan scan -> {
                OperatorFactory rows = measured(plan, tableScan(scan, read::contains));
                yield dropping(rows, scan.columns(), read);
            }
            case Filter filter -> {
                Set<Integer> below = new HashSet<>(read);
                Plans.collectFree(filter.condition(), below);
                CompiledRows input = compileFor(below, filter.input());
                Predicate condition = scalars(input.columns()).compilePredicate(filter.condition());
                yield new CompiledRows(
                        measured(plan, new FilterFactory(input.rows(), condition)),
                        input.columns());
            }
            case HashJoin join -> {
                CompiledRows joined = new JoinCompiler(this).hashJoin(join, read);
                yield new CompiledRows(measured(plan, joined.rows()), joined.columns());
            }
            default -> new CompiledRows(compile(plan), plan.columns());
        };
    }

    private static CompiledRows dropping(
            OperatorFactory rows, List<Column> columns, Set<Integer> read) {
        List<Column> kept = columns.stream().filter(each -> read.contains(each.id())).toList();
        if (kept.size() == columns.size()) {
            return new CompiledRows(rows, columns);
        }
        var outputs = new ArrayList<Expression>(kept.size());
        for (Column column : kept) {
            int position = columns.indexOf(column);
            outputs.add((batch, _) -> batch.column(position));
        }
        return new CompiledRows(new ProjectFactory(rows, outputs, false), kept);
    }

    /// Lets a scan of the plan, once it is compiled, look for one more runtime filter.
    void filterLate(TableScan scan, RuntimeFilterTarget target) {
        lateTargets.put(scan, target);
    }

    /// Lets a scan of the plan, once it is compiled, keep rows with equal values in the first
    /// columns of its key in one part.
    void partByKey(TableScan scan, int keyColumnCount) {
        partKeyColumnCounts.merge(scan, keyColumnCount, Math::min);
    }

    private OperatorFactory tableScan(TableScan scan, IntPredicate isRead) {
        RuntimeFilterTarget late = lateTargets.get(scan);
        return new TableScanFactory(
                late == null ? scan : scan.withRuntimeFilter(late),
                outerScalars(),
                scalars(scan.columns()),
                isRead,
                partKeyColumnCounts.getOrDefault(scan, 0));
    }

    private OperatorFactory measured(Plan plan, OperatorFactory factory) {
        if (statistics.isEmpty()) {
            return factory;
        }
        NodeStatistics counts = statistics.get().computeIfAbsent(plan, _ -> new NodeStatistics());
        return new MeasuredFactory(factory, counts);
    }

    /// Returns a compiler of scalars over rows with these columns.
    public ScalarCompiler scalars(List<Column> columns) {
        return new ScalarCompiler(Layout.of(columns), this);
    }

    /// Returns a compiler of scalars that read no column of the node at hand.
    ScalarCompiler outerScalars() {
        return scalars(List.of());
    }

    static List<PhysicalType> physicalTypes(List<Column> columns) {
        return columns.stream().map(column -> column.type().physical()).toList();
    }

    static Set<Integer> ids(List<Column> columns) {
        Set<Integer> ids = new HashSet<>();
        columns.forEach(column -> ids.add(column.id()));
        return ids;
    }

    static List<DataType> types(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    private OperatorFactory node(Plan plan) {
        var joins = new JoinCompiler(this);
        var orders = new OrderCompiler(this);
        return switch (plan) {
            case Values values -> values(values);
            case TableScan scan -> tableScan(scan, _ -> true);
            case SampleScan scan -> new SampleScanFactory(scan, outerScalars());
            case IndexScan scan ->
                    new IndexScanFactory(scan, outerScalars(), scalars(scan.columns()));
            case SystemTableScan scan -> new SystemTableScanFactory(scan, scalars(scan.columns()));
            case KeyCount count -> new KeyCountFactory(count, outerScalars());
            case FunctionScan scan -> functionScan(scan);
            case ProjectSet project -> projectSet(project);
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Join join -> joins.join(join);
            case HashJoin join -> joins.hashJoin(join, ids(join.columns())).rows();
            case MergeJoin join -> joins.mergeJoin(join);
            case NestedLoopJoin join -> joins.nestedLoop(join);
            case IndexJoin join -> joins.indexJoin(join);
            case Apply apply -> joins.apply(apply);
            case Aggregate aggregate -> new AggregateCompiler(this).compile(aggregate);
            case Window window -> new WindowCompiler(this).compile(window);
            case Sort sort -> orders.sort(sort);
            case TopN top -> orders.topN(top);
            case Limit limit -> orders.limit(limit);
            case Distinct distinct -> distinct(distinct);
            case SetOperation operation -> orders.setOperation(operation);
            case Append append -> append(append.inputs());
            case Zip zip -> zip(zip);
            case RecursiveUnion union -> recursiveUnion(union);
            case WorkTable table -> workTable(table);
            case CommonTable table -> commonTable(table);
            case CommonTableScan scan -> commonTableScan(scan);
            case LockRows lock ->
                    new LockRowsFactory(
                            lock,
                            compile(lock.input()),
                            lock.recheck().map(scalars(lock.input().columns())::compilePredicate));
            case Insert _, Update _, Delete _, Merge _ -> modifications.compile(plan, this);
        };
    }

    private OperatorFactory values(Values values) {
        List<PhysicalType> types = physicalTypes(values.columns());
        List<List<Expression>> rows =
                values.rows().stream().map(outerScalars()::compileAll).toList();
        return evaluation -> new ValuesOperator(types, rows, evaluation);
    }

    private OperatorFactory filter(Filter filter) {
        OperatorFactory input = compile(filter.input());
        if (scalars(filter.input().columns()).isInvariant(filter.condition())) {
            return new GuardFactory(input, outerScalars().compilePredicate(filter.condition()));
        }
        Predicate condition =
                scalars(filter.input().columns()).compilePredicate(filter.condition());
        return new FilterFactory(input, condition);
    }

    private OperatorFactory project(Project project) {
        List<Scalar> values = project.outputs().stream().map(Output::value).toList();
        CompiledRows input = compileFor(values, project.input());
        List<Expression> outputs = scalars(input.columns()).compileAll(values);
        boolean computes = !values.stream().allMatch(value -> value instanceof Scalar.ColumnValue);
        return new ProjectFactory(input.rows(), outputs, computes);
    }

    private OperatorFactory functionScan(FunctionScan scan) {
        List<ProjectSetOperator.Call> calls = new ArrayList<>();
        for (TableCall call : scan.calls()) {
            calls.add(
                    new ProjectSetOperator.Call(
                            call.function(),
                            outerScalars().compileAll(call.arguments()),
                            call.columns().stream().map(Column::name).toList(),
                            types(call.columns())));
        }
        return evaluation -> {
            List<SetRows> rows = new ArrayList<>(calls.size());
            for (ProjectSetOperator.Call call : calls) {
                List<ColumnVector> arguments = new ArrayList<>();
                for (Expression argument : call.arguments()) {
                    arguments.add(argument.evaluate(ONE_ROW, evaluation));
                }
                rows.add(call.open(arguments, 0, evaluation));
            }
            return new FunctionScanOperator(rows, scan.ordinality(), evaluation);
        };
    }

    private OperatorFactory projectSet(ProjectSet project) {
        OperatorFactory input = compile(project.input());
        ScalarCompiler scalars = scalars(project.input().columns());
        List<ProjectSetOperator.Call> calls = new ArrayList<>();
        for (SetCall call : project.calls()) {
            calls.add(
                    new ProjectSetOperator.Call(
                            call.function(),
                            scalars.compileAll(call.arguments()),
                            call.function().columnNames(),
                            call.columnTypes()));
        }
        return evaluation -> new ProjectSetOperator(input.open(evaluation), calls, evaluation);
    }

    private OperatorFactory zip(Zip zip) {
        List<OperatorFactory> factories = zip.inputs().stream().map(this::compile).toList();
        List<List<PhysicalType>> types =
                zip.inputs().stream().map(input -> physicalTypes(input.columns())).toList();
        return evaluation ->
                new ZipOperator(
                        factories.stream().map(each -> each.open(evaluation)).toList(),
                        types,
                        zip.ordinality().isPresent(),
                        evaluation);
    }

    OperatorFactory append(List<Plan> inputs) {
        List<OperatorFactory> factories = inputs.stream().map(this::compile).toList();
        return evaluation -> new AppendOperator(factories, evaluation);
    }

    private OperatorFactory distinct(Distinct distinct) {
        List<Column> columns = distinct.input().columns();
        List<Integer> keys = Layout.of(columns).positions(distinct.on());
        OperatorFactory input = compile(distinct.input());
        List<DataType> keyTypes = types(distinct.on());
        if (distinct.sorted()) {
            List<TypeOrder> orders = keyTypes.stream().map(TypeOrder::ofAny).toList();
            return evaluation ->
                    new SortedDistinctOperator(input.open(evaluation), keys, orders, evaluation);
        }
        return distinct(input, columns, keys);
    }

    OperatorFactory distinct(OperatorFactory input, List<Column> columns, List<Integer> keys) {
        List<DataType> keyTypes = keys.stream().map(key -> columns.get(key).type()).toList();
        List<PhysicalType> rowTypes = physicalTypes(columns);
        return evaluation ->
                new DistinctOperator(input.open(evaluation), keys, keyTypes, rowTypes, evaluation);
    }

    private OperatorFactory recursiveUnion(RecursiveUnion union) {
        OperatorFactory start = compile(union.start());
        OperatorFactory step = compile(union.step());
        List<DataType> types = types(union.columns());
        return evaluation ->
                new RecursiveUnionOperator(
                        union.workTableId(), start, step, union.all(), types, evaluation);
    }

    private static OperatorFactory workTable(WorkTable table) {
        return evaluation -> {
            WorkRows rows = evaluation.table(table.workTableId(), WorkRows.class);
            return new StoredScanOperator(() -> rows.rows().read());
        };
    }

    private OperatorFactory commonTable(CommonTable table) {
        OperatorFactory definition = compile(table.definition());
        OperatorFactory body = compile(table.body());
        List<PhysicalType> types = physicalTypes(table.definition().columns());
        return evaluation ->
                new CommonTableOperator(
                        table.commonTableId(),
                        new CommonTableRows(definition, types, evaluation),
                        table.modifies(),
                        body,
                        evaluation);
    }

    private static OperatorFactory commonTableScan(CommonTableScan scan) {
        return evaluation -> {
            CommonTableRows rows = evaluation.table(scan.commonTableId(), CommonTableRows.class);
            return new StoredScanOperator(rows::read);
        };
    }

    /// Computes a bigint that reads no column, once for an execution.
    static Optional<Long> number(Optional<Expression> expression, Evaluation evaluation) {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        Value value = expression.get().evaluate(ONE_ROW, evaluation).value(0);
        return value instanceof Value.Int(long number) ? Optional.of(number) : Optional.empty();
    }
}
