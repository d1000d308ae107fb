package dev.reckon.sql.optimize;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.convert.TextConversion;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Computes the parts of scalars that depend on constants only, from the left, as PostgreSQL's
/// planner does (`eval_const_expressions`): what stands after a constant that decides an AND, OR,
/// CASE or COALESCE is not looked at, and everything else is, whether a row will need it or not.
///
/// @param evaluation computes functions
/// @param known columns that are constants
/// @param raises whether a constant that can't be computed is an error; otherwise it stays as it is
record ConstantFolder(Evaluation evaluation, Map<Integer, Scalar> known, boolean raises) {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);
    private static final Layout NO_COLUMNS = Layout.of(List.of());

    /// `textanycat`, `anytextcat`, and `quote_literal` and `quote_nullable` of any type.
    private static final Set<Integer> WRITTEN_IN_SQL = Set.of(2003, 2004, 1285, 1290);

    private static final Scalar FALSE = new Scalar.Constant(Value.bool(false), DataType.BOOL, -1);
    private static final Scalar UNKNOWN = new Scalar.Constant(Value.Null.NULL, DataType.BOOL, -1);

    /// Returns a scalar with all constants in it computed.
    ///
    /// @throws DatabaseException what a function says of the constants that it is given
    Scalar fold(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Constant _, Scalar.Parameter _ -> scalar;
            case Scalar.ColumnValue column -> known.getOrDefault(column.id(), column);
            case Scalar.And(List<Scalar> operands) -> logic(operands, true);
            case Scalar.Or(List<Scalar> operands) -> logic(operands, false);
            case Scalar.Case choice -> choice(choice);
            case Scalar.Coalesce coalesce -> coalesce(coalesce);
            case Scalar.Let let -> let(let);
            default -> whole(scalar.map(this::fold), scalar);
        };
    }

    /// @param isAll whether it is AND
    private Scalar logic(List<Scalar> operands, boolean isAll) {
        Scalar decisive = isAll ? FALSE : Plans.TRUE;
        var kept = new ArrayList<Scalar>(operands.size());
        boolean hasNull = false;
        for (Scalar operand : operands) {
            Scalar folded = fold(operand);
            if (!(folded instanceof Scalar.Constant constant)) {
                kept.add(folded);
            } else if (constant.isNull()) {
                hasNull = true;
            } else if (constant.value().equals(((Scalar.Constant) decisive).value())) {
                if (kept.stream().noneMatch(this::hasFailed)) {
                    return decisive;
                }
                kept.add(folded);
            }
        }
        if (hasNull) {
            kept.add(UNKNOWN);
        }
        if (kept.isEmpty()) {
            return isAll ? Plans.TRUE : FALSE;
        }
        return kept.size() == 1
                ? kept.getFirst()
                : isAll ? new Scalar.And(kept) : new Scalar.Or(kept);
    }

    private Scalar choice(Scalar.Case choice) {
        var kept = new ArrayList<Scalar.Branch>(choice.branches().size());
        for (Scalar.Branch branch : choice.branches()) {
            Scalar condition = fold(branch.condition());
            if (Plans.isNeverTrue(condition)) {
                continue;
            }
            Scalar result = fold(branch.result());
            if (Plans.isTrue(condition)) {
                return decided(choice, kept, result);
            }
            kept.add(new Scalar.Branch(condition, result));
        }
        return decided(choice, kept, fold(choice.otherwise()));
    }

    private static Scalar decided(Scalar.Case choice, List<Scalar.Branch> kept, Scalar otherwise) {
        if (kept.isEmpty()) {
            return as(otherwise, choice);
        }
        var results = new ArrayList<Scalar>();
        results.add(otherwise);
        kept.forEach(branch -> results.add(branch.result()));
        return new Scalar.Case(kept, otherwise, choice.type(), commonModifier(results));
    }

    /// Returns the modifier that all have, else -1.
    private static int commonModifier(List<Scalar> results) {
        int modifier = results.getFirst().modifier();
        for (Scalar result : results) {
            modifier = result.modifier() == modifier ? modifier : -1;
        }
        return modifier;
    }

    private Scalar coalesce(Scalar.Coalesce coalesce) {
        var kept = new ArrayList<Scalar>(coalesce.operands().size());
        for (Scalar operand : coalesce.operands()) {
            Scalar folded = fold(operand);
            if (folded instanceof Scalar.Constant constant) {
                if (constant.isNull()) {
                    continue;
                }
                if (kept.isEmpty()) {
                    return as(folded, coalesce);
                }
                kept.add(folded);
                break;
            }
            kept.add(folded);
        }
        return kept.isEmpty()
                ? new Scalar.Constant(Value.Null.NULL, coalesce.type(), -1)
                : new Scalar.Coalesce(kept, coalesce.type(), commonModifier(kept));
    }

    /// Returns what remains of a choice, with the choice's own type and its own modifier.
    private static Scalar as(Scalar remaining, Scalar choice) {
        if (remaining.type().equals(choice.type())) {
            return remaining;
        }
        return remaining instanceof Scalar.Constant(Value value, DataType _, int modifier)
                ? new Scalar.Constant(value, choice.type(), modifier)
                : new Scalar.Relabel(remaining, choice.type(), remaining.modifier());
    }

    private Scalar let(Scalar.Let let) {
        Scalar value = fold(let.value());
        if (!(value instanceof Scalar.Constant)) {
            Scalar body = fold(let.body());
            boolean isRead = Columns.read(body).contains(let.id()) || Columns.isVolatile(value);
            return isRead ? new Scalar.Let(let.id(), value, body) : body;
        }
        var inside = new HashMap<>(known);
        inside.put(let.id(), value);
        return new ConstantFolder(evaluation, inside, raises).fold(let.body());
    }

    /// @param folded a scalar with folded operands
    /// @param before what it was before
    private Scalar whole(Scalar folded, Scalar before) {
        boolean isNull =
                folded instanceof Scalar.Call call
                        && call.arguments().stream()
                                .limit(strictCount(call))
                                .anyMatch(ConstantFolder::isNull)
                        && call.arguments().stream().noneMatch(this::hasFailed);
        if (isNull) {
            return new Scalar.Constant(Value.Null.NULL, folded.type(), folded.modifier());
        }
        // What is as it was has been tried when it was bound.
        return isConstant(folded) && (raises || !folded.equals(before)) ? value(folded) : folded;
    }

    /// Returns how many arguments, from the first, make a call NULL by being so. Those that a
    /// strict function takes as the elements of an array don't.
    private static int strictCount(Scalar.Call call) {
        ScalarFunction function = call.function();
        if (function.strict()) {
            return call.arguments().size();
        }
        boolean isStrictBefore =
                function.variadic()
                        && FunctionCatalog.builtInFunction(function.oid())
                                .filter(FunctionEntry::strict)
                                .isPresent();
        return isStrictBefore ? function.argumentTypes().size() - 1 : 0;
    }

    private Scalar value(Scalar scalar) {
        try {
            Value value =
                    new ScalarCompiler(
                                    NO_COLUMNS,
                                    plan -> {
                                        throw new IllegalStateException("a constant with " + plan);
                                    })
                            .compile(scalar)
                            .evaluate(ONE_ROW, evaluation)
                            .value(0);
            return new Scalar.Constant(value, scalar.type(), scalar.modifier());
        } catch (DatabaseException failed) {
            if (raises || failed.sqlState() == SqlState.QUERY_CANCELED) {
                throw failed;
            }
            return scalar;
        }
    }

    private static boolean isNull(Scalar argument) {
        return argument instanceof Scalar.Constant constant && constant.isNull();
    }

    /// Whether a part of a scalar is to be computed and yet is not: it fails.
    private boolean hasFailed(Scalar scalar) {
        return !raises
                && (isConstant(scalar) || scalar.operands().stream().anyMatch(this::hasFailed));
    }

    /// Returns whether a scalar that is no constant itself depends on constants only.
    static boolean isConstant(Scalar scalar) {
        boolean isComputed =
                switch (scalar) {
                    case Scalar.Call call -> isImmutable(call);
                    case Scalar.DistinctFrom distinct ->
                            distinct.equality().volatility() == Volatility.IMMUTABLE;
                    case Scalar.InList in ->
                            in.equality().volatility() == Volatility.IMMUTABLE
                                    && in.list().stream()
                                            .allMatch(Scalar.Constant.class::isInstance);
                    case Scalar.QuantifiedArray quantified ->
                            quantified.comparison().volatility() == Volatility.IMMUTABLE;
                    case Scalar.Relabel _,
                            Scalar.Not _,
                            Scalar.IsNull _,
                            Scalar.BooleanTest _,
                            Scalar.Extreme _,
                            Scalar.ArrayConstructor _,
                            Scalar.FieldSelection _,
                            Scalar.Subscript _,
                            Scalar.Slice _ ->
                            true;
                    default -> false;
                };
        return isComputed && scalar.operands().stream().allMatch(Scalar.Constant.class::isInstance);
    }

    /// PostgreSQL puts the bodies of some functions, which are written in SQL, in their place: what
    /// these write a value as text with may be immutable where they are declared stable.
    private static boolean isImmutable(Scalar.Call call) {
        if (!WRITTEN_IN_SQL.contains(call.function().oid())) {
            return call.function().volatility() == Volatility.IMMUTABLE;
        }
        return call.arguments().stream()
                .allMatch(argument ->
                        TextConversion.volatility(argument.type(), DataType.TEXT)
                                == Volatility.IMMUTABLE);
    }
}
