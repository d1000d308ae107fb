package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Constant;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.format.RowText;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.array.ArrayAssignment;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.function.json.JsonAssignment;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Compiles scalars over rows of one layout. Immutable; for use while a statement is compiled.
public final class ScalarCompiler {
    private final Layout layout;
    private final PlanCompiler plans;

    /// @param layout of the rows that the scalars read; columns that are not there are outer ones
    /// @param plans compiles subqueries
    public ScalarCompiler(Layout layout, PlanCompiler plans) {
        this.layout = layout;
        this.plans = plans;
    }

    public Layout layout() {
        return layout;
    }

    /// Compiles a scalar.
    public Expression compile(Scalar scalar) {
        return isComputed(scalar) && isInvariant(scalar)
                ? new InvariantExpression(form(scalar))
                : form(scalar);
    }

    /// Compiles scalars.
    public List<Expression> compileAll(List<Scalar> scalars) {
        return scalars.stream().map(this::compile).toList();
    }

    /// Compiles a condition.
    public Predicate compilePredicate(Scalar condition) {
        return new PredicateCompiler(this).compile(condition);
    }

    /// Returns whether evaluating the scalar costs more than reading a value.
    private static boolean isComputed(Scalar scalar) {
        return !(scalar instanceof Scalar.ColumnValue
                || scalar instanceof Scalar.Constant
                || scalar instanceof Scalar.Parameter);
    }

    /// Returns whether the scalar is the same in every row of a batch, for certain.
    public boolean isInvariant(Scalar scalar) {
        return switch (scalar) {
            case Scalar.ColumnValue column -> layout.position(column.id()) == Layout.ABSENT;
            case Scalar.Call call when call.function().volatility() == Volatility.VOLATILE -> false;
            case Scalar.Let _,
                    Scalar.DomainCheck _,
                    Scalar.ScalarSubquery _,
                    Scalar.Exists _,
                    Scalar.QuantifiedSubquery _,
                    Scalar.ArraySubquery _ ->
                    false;
            default -> scalar.operands().stream().allMatch(this::isInvariant);
        };
    }

    private Expression form(Scalar scalar) {
        PhysicalType physical = scalar.type().physical();
        return switch (scalar) {
            case Scalar.ColumnValue column -> column(column);
            case Scalar.Constant constant ->
                    new ConstantExpression(new Constant(physical, constant.value()));
            case Scalar.Parameter parameter -> new ParameterExpression(parameter.index());
            case Scalar.Relabel relabel -> compile(relabel.operand());
            case Scalar.Call call ->
                    new CallExpression(
                            call.function().kernel(), array(call.arguments()), call.position());
            case Scalar.And and -> new LogicExpression(array(and.operands()), 0);
            case Scalar.Or or -> new LogicExpression(array(or.operands()), 1);
            case Scalar.Not not -> new NotExpression(compile(not.operand()));
            case Scalar.IsNull test ->
                    new IsNullExpression(compile(test.operand()), test.negated());
            case Scalar.BooleanTest test ->
                    new BooleanTestExpression(
                            compile(test.operand()), test.value(), test.negated());
            case Scalar.DistinctFrom distinct ->
                    new DistinctFromExpression(
                            compile(distinct.left()),
                            compile(distinct.right()),
                            distinct.equality().kernel(),
                            distinct.negated());
            case Scalar.Case branches -> caseOf(branches, physical);
            case Scalar.Coalesce coalesce ->
                    new CoalesceExpression(array(coalesce.operands()), physical);
            case Scalar.Extreme extreme ->
                    new ExtremeExpression(
                            extreme.greatest(),
                            compileAll(extreme.operands()),
                            TypeOrder.of(extreme.type()),
                            physical);
            case Scalar.InList in ->
                    new InListExpression(
                            compile(in.operand()),
                            in.operand().type(),
                            compileAll(in.list()),
                            in.negated());
            case Scalar.QuantifiedArray quantified ->
                    new QuantifiedArrayExpression(
                            compile(quantified.left()),
                            quantified.comparison().kernel(),
                            quantified.all(),
                            compile(quantified.array()),
                            elementType(quantified),
                            quantified.position());
            case Scalar.ArrayConstructor constructor ->
                    new RowwiseExpression(
                            compileAll(constructor.elements()),
                            physical,
                            constructor.nested() ? ArrayValues::nest : Value.Array::of);
            case Scalar.RowConstructor constructor -> {
                RowShape shape = constructor.shape();
                int fieldCount = constructor.fields().size();
                yield constructor.mark().isEmpty()
                        ? new RowwiseExpression(
                                compileAll(constructor.fields()),
                                physical,
                                fields -> new Value.Row(fields, shape))
                        : new RowwiseExpression(
                                compileAll(constructor.operands()),
                                physical,
                                operands ->
                                        operands.getLast().isNull()
                                                ? Value.Null.NULL
                                                : new Value.Row(
                                                        operands.subList(0, fieldCount), shape));
            }
            case Scalar.FieldSelection selection ->
                    new RowwiseExpression(
                            List.of(compile(selection.operand())),
                            physical,
                            operands ->
                                    operands.get(0) instanceof Value.Row row
                                            ? RowText.field(
                                                    row, selection.index(), selection.type())
                                            : Value.Null.NULL);
            case Scalar.Subscript subscript ->
                    new RowwiseExpression(
                            compileAll(subscript.operands()), physical, ArrayValues::element);
            case Scalar.Slice slice -> sliceOf(slice, physical);
            case Scalar.Assignment assignment ->
                    new RowwiseExpression(
                            compileAll(assignment.operands()),
                            physical,
                            operands -> assigned(assignment.place(), operands));
            case Scalar.Let let ->
                    new LetExpression(compile(let.value()), with(let.id()).compile(let.body()));
            case Scalar.DomainCheck check ->
                    new DomainCheckExpression(
                            compile(check.operand()),
                            check.type(),
                            check.notNull(),
                            check.checks().stream().map(each -> check(each, check)).toList());
            case Scalar.ScalarSubquery query ->
                    new ScalarSubqueryExpression(sharedSubquery(query.plan()), physical);
            case Scalar.Exists exists -> exists(exists);
            case Scalar.ArraySubquery query ->
                    new ArraySubqueryExpression(
                            subquery(query.plan()),
                            query.plan().columns().get(0).type().isTrueArray());
            case Scalar.QuantifiedSubquery query -> {
                QuantifiedSubqueryExpression general = quantified(query);
                yield hashed(query, general).map(Expression.class::cast).orElse(general);
            }
        };
    }

    private QuantifiedSubqueryExpression quantified(Scalar.QuantifiedSubquery query) {
        return new QuantifiedSubqueryExpression(
                subquery(query.plan()),
                new ScalarCompiler(Layout.of(query.plan().columns()), plans)
                        .compile(query.condition()),
                query.all(),
                physicalTypes(query.plan().columns()));
    }

    /// Returns the form that hashes the query's rows, where they are the same for every row.
    private Optional<HashedSubqueryExpression> hashed(
            Scalar.QuantifiedSubquery query, QuantifiedSubqueryExpression general) {
        if (general.subquery().frequency() != Subquery.Frequency.EXECUTION) {
            return Optional.empty();
        }
        var inside = new ScalarCompiler(Layout.of(query.plan().columns()), plans);
        return HashedKeys.of(query)
                .map(keys ->
                        new HashedSubqueryExpression(
                                general,
                                compileAll(keys.outside()),
                                inside.compileAll(keys.inside()),
                                keys.types()));
    }

    private Expression exists(Scalar.Exists exists) {
        Subquery subquery = subquery(exists.plan());
        Optional<HashedSubqueryExpression> hashed =
                exists.alternative()
                        .filter(each -> plans.isRepeatable(each.hashed().plan()))
                        .flatMap(each -> hashed(each.hashed(), quantified(each.hashed())));
        return hashed.isPresent() && subquery.frequency() == Subquery.Frequency.ROW
                ? new AlternativeExistsExpression(
                        new ExistsExpression(subquery),
                        hashed.get(),
                        exists.alternative().orElseThrow().rowCount())
                : new ExistsExpression(subquery);
    }

    private Expression column(Scalar.ColumnValue column) {
        int position = layout.position(column.id());
        return position == Layout.ABSENT
                ? new OuterExpression(column.id())
                : new ColumnExpression(position);
    }

    private Expression[] array(List<Scalar> scalars) {
        return scalars.stream().map(this::compile).toArray(Expression[]::new);
    }

    /// Returns a compiler of scalars over batches of one column.
    ScalarCompiler overOne(Column column) {
        return new ScalarCompiler(Layout.of(List.of(column)), plans);
    }

    private ScalarCompiler with(int columnId) {
        return new ScalarCompiler(layout.with(columnId), plans);
    }

    private DomainCheckExpression.Check check(Scalar.NamedCheck check, Scalar.DomainCheck domain) {
        return new DomainCheckExpression.Check(
                check.name(), with(domain.valueId()).compile(check.condition()));
    }

    private Expression caseOf(Scalar.Case branches, PhysicalType physical) {
        return new CaseExpression(
                branches.branches().stream()
                        .map(branch -> compilePredicate(branch.condition()))
                        .toArray(Predicate[]::new),
                branches.branches().stream()
                        .map(branch -> compile(branch.result()))
                        .toArray(Expression[]::new),
                compile(branches.otherwise()),
                physical);
    }

    private Expression sliceOf(Scalar.Slice slice, PhysicalType physical) {
        List<Boolean> hasLower = new ArrayList<>();
        List<Boolean> hasUpper = new ArrayList<>();
        for (Scalar.Bounds bounds : slice.bounds()) {
            hasLower.add(bounds.lower().isPresent());
            hasUpper.add(bounds.upper().isPresent());
        }
        return new RowwiseExpression(
                compileAll(slice.operands()),
                physical,
                operands -> ArrayValues.slice(operands, hasLower, hasUpper));
    }

    private static Value assigned(Scalar.Place place, List<Value> operands) {
        Value container = operands.getFirst();
        List<Value> subscripts = operands.subList(1, operands.size() - 1);
        Value value = operands.getLast();
        return switch (place) {
            case Scalar.Place.Element _ -> ArrayAssignment.element(container, subscripts, value);
            case Scalar.Place.Part(List<Boolean> hasLower, List<Boolean> hasUpper) ->
                    ArrayAssignment.part(container, subscripts, hasLower, hasUpper, value);
            case Scalar.Place.Field(int index, int count) -> {
                var fields = new ArrayList<Value>(Collections.nCopies(count, Value.Null.NULL));
                if (container instanceof Value.Row(List<Value> before, RowShape _)) {
                    for (int i = 0; i < Math.min(count, before.size()); i++) {
                        fields.set(i, before.get(i));
                    }
                }
                fields.set(index, value);
                yield new Value.Row(fields);
            }
            case Scalar.Place.Json(boolean startsWithIndex) ->
                    JsonAssignment.assign(container, subscripts, value, startsWithIndex);
        };
    }

    private static PhysicalType elementType(Scalar.QuantifiedArray quantified) {
        return DataType.builtIn(quantified.array().type().elementOid())
                .map(DataType::physical)
                .orElse(quantified.left().type().physical());
    }

    /// A condition can be in a plan twice, also as a bound for skipping blocks.
    private Subquery sharedSubquery(Plan plan) {
        return OuterReferences.of(plan).isEmpty()
                ? new Subquery(
                        plans.compileShared(plan),
                        Subquery.Frequency.EXECUTION,
                        layout.columnIds(),
                        List.of())
                : subquery(plan);
    }

    private Subquery subquery(Plan plan) {
        OuterReferences references = OuterReferences.of(plan);
        Subquery.Frequency frequency = Subquery.Frequency.EXECUTION;
        if (references.columnIds().stream().anyMatch(id -> layout.position(id) != Layout.ABSENT)) {
            frequency = Subquery.Frequency.ROW;
        } else if (!references.isEmpty()) {
            frequency = Subquery.Frequency.BATCH;
        }
        boolean areDeciding = !references.sharesTables() && plans.isRepeatable(plan);
        return new Subquery(
                plans.compile(plan),
                frequency,
                layout.columnIds(),
                areDeciding ? List.copyOf(references.columnIds()) : List.of());
    }

    private static List<PhysicalType> physicalTypes(List<Column> columns) {
        return columns.stream().map(column -> column.type().physical()).toList();
    }
}
