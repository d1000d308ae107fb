package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.catalog.ResolvedOperator;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds operators and the forms that are made of them.
final class OperatorBinder {
    private final ExpressionBinder expressions;
    private final Binder binder;

    OperatorBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.binder = expressions.binder;
    }

    ResolvedOperator resolve(String symbol, DataType left, DataType right, int position) {
        try {
            return binder.functions.operator(
                    symbol, binder.coercion.base(left), binder.coercion.base(right));
        } catch (DatabaseException wrong) {
            throw wrong.at(position);
        }
    }

    /// Returns the function of the `=` of a type.
    ScalarFunction equality(DataType type, int position) {
        if (type.category() != TypeCategory.GEOMETRIC) {
            Orders.requireEquality(type, position);
        }
        return resolve("=", type, type, position).function();
    }

    Scalar prefix(Operator operator, Scalar operand, int position) {
        requireKnownSchema(operator, position);
        ResolvedOperator resolved;
        try {
            resolved =
                    binder.functions.prefixOperator(
                            operator.symbol(), binder.coercion.base(operand.type()));
        } catch (DatabaseException wrong) {
            throw wrong.at(position);
        }
        return call(resolved, List.of(operand), position);
    }

    Scalar binary(Expression.Binary binary) {
        requireKnownSchema(binary.operator(), binary.position());
        ExplicitCollations.requireOne(List.of(binary.left(), binary.right()));
        String symbol = binary.operator().symbol();
        if (binary.left() instanceof Expression.Row left
                && binary.right() instanceof Expression.Row right) {
            return rows(
                    symbol,
                    expressions.row(left.fields()),
                    expressions.row(right.fields()),
                    binary.position());
        }
        if (binary.left() instanceof Expression.Row left
                && binary.right() instanceof Expression.ScalarSubquery subquery) {
            return new SubqueryBinder(expressions)
                    .rowComparison(left, symbol, subquery, binary.position());
        }
        return binary(
                symbol,
                expressions.bind(binary.left()),
                expressions.bind(binary.right()),
                binary.position());
    }

    Scalar binary(String symbol, Scalar left, Scalar right, int position) {
        return call(
                resolve(symbol, left.type(), right.type(), position),
                List.of(left, right),
                position);
    }

    private Scalar call(ResolvedOperator resolved, List<Scalar> operands, int position) {
        var converted = new ArrayList<Scalar>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            DataType type = resolved.argumentTypes().get(i);
            converted.add(
                    binder.coercion.implicit(
                            operands.get(i), type, operandPosition(operands.get(i), position)));
        }
        return binder.folding.fold(
                new Scalar.Call(resolved.function(), converted, resolved.resultType(), -1, -1));
    }

    /// A constant that can't be read is blamed itself.
    private int operandPosition(Scalar operand, int position) {
        return binder.position(operand).orElse(position);
    }

    private static void requireKnownSchema(Operator operator, int position) {
        if (!operator.schema().isEmpty() && !operator.schema().getLast().equals("pg_catalog")) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "operator does not exist: "
                                    + String.join(".", operator.schema())
                                    + "."
                                    + operator.symbol())
                    .at(position);
        }
    }

    /// Compares rows field by field.
    Scalar rows(String symbol, List<Scalar> left, List<Scalar> right, int position) {
        if (left.size() != right.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions")
                    .at(position);
        }
        if (left.isEmpty()) {
            throw DatabaseException.notSupported(
                            "comparison of rows of zero length", "Compare rows with fields.")
                    .at(position);
        }
        return switch (symbol) {
            case "=" -> joined(pairs("=", left, right, position), true);
            case "<>" -> joined(pairs("<>", left, right, position), false);
            case "<", "<=", ">", ">=" -> ordered(symbol, left, right, position);
            default -> {
                // An operator that the fields don't have is the graver error.
                pairs(symbol, left, right, position);
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "could not determine interpretation of row comparison operator "
                                        + symbol)
                        .withHint(
                                "Row comparison operators must be associated with btree"
                                        + " operator families.")
                        .at(position);
            }
        };
    }

    private static Scalar joined(List<Scalar> conditions, boolean and) {
        if (conditions.size() == 1) {
            return conditions.getFirst();
        }
        return and ? new Scalar.And(conditions) : new Scalar.Or(conditions);
    }

    private List<Scalar> pairs(String symbol, List<Scalar> left, List<Scalar> right, int position) {
        var pairs = new ArrayList<Scalar>(left.size());
        for (int i = 0; i < left.size(); i++) {
            pairs.add(binary(symbol, left.get(i), right.get(i), position));
        }
        return pairs;
    }

    /// `(a, b) < (c, d)` is `a < c OR (a = c AND b < d)`.
    private Scalar ordered(String symbol, List<Scalar> left, List<Scalar> right, int position) {
        int last = left.size() - 1;
        Scalar condition = binary(symbol, left.get(last), right.get(last), position);
        String strict = symbol.substring(0, 1);
        for (int i = last - 1; i >= 0; i--) {
            Scalar equal = binary("=", left.get(i), right.get(i), position);
            Scalar before = binary(strict, left.get(i), right.get(i), position);
            condition = new Scalar.Or(List.of(before, new Scalar.And(List.of(equal, condition))));
        }
        return condition;
    }

    Scalar distinct(Expression.DistinctFrom test) {
        int position = test.position();
        if (test.left() instanceof Expression.Row left
                && test.right() instanceof Expression.Row right) {
            List<Scalar> leftFields = expressions.row(left.fields());
            List<Scalar> rightFields = expressions.row(right.fields());
            if (leftFields.size() != rightFields.size()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "unequal number of entries in row expressions")
                        .at(position);
            }
            var tests = new ArrayList<Scalar>();
            for (int i = 0; i < leftFields.size(); i++) {
                tests.add(distinct(leftFields.get(i), rightFields.get(i), false, position));
            }
            Scalar any = joined(tests, false);
            return test.negated() ? ExpressionBinder.not(any) : any;
        }
        Scalar left = expressions.bind(test.left());
        Scalar right = expressions.bind(test.right());
        if (test.right() instanceof Expression.NullConstant) {
            return new Scalar.IsNull(binder.coercion.known(left), !test.negated());
        }
        if (test.left() instanceof Expression.NullConstant) {
            return new Scalar.IsNull(binder.coercion.known(right), !test.negated());
        }
        return distinct(left, right, test.negated(), position);
    }

    private Scalar distinct(Scalar left, Scalar right, boolean negated, int position) {
        ResolvedOperator equality = resolve("=", left.type(), right.type(), position);
        return new Scalar.DistinctFrom(
                binder.coercion.implicit(left, equality.argumentTypes().get(0), position),
                binder.coercion.implicit(right, equality.argumentTypes().get(1), position),
                equality.function(),
                negated);
    }

    Scalar between(Expression.Between between) {
        int position = between.position();
        Scalar operand = expressions.bind(between.operand());
        Scalar low = expressions.bind(between.low());
        Scalar high = expressions.bind(between.high());
        int id = binder.ids.next();
        boolean repeatable = ExpressionBinder.isRepeatable(operand) || !Scalars.isVolatile(operand);
        Scalar held =
                repeatable ? operand : new Scalar.ColumnValue(id, "between", operand.type(), -1);
        Scalar inside =
                between.symmetric()
                        ? new Scalar.Or(
                                List.of(
                                        within(held, low, high, position),
                                        within(held, high, low, position)))
                        : within(held, low, high, position);
        Scalar result = between.negated() ? outside(between, held, low, high) : inside;
        return repeatable ? result : new Scalar.Let(id, operand, result);
    }

    private Scalar within(Scalar operand, Scalar low, Scalar high, int position) {
        return new Scalar.And(
                List.of(
                        binary(">=", operand, low, position),
                        binary("<=", operand, high, position)));
    }

    private Scalar outside(Expression.Between between, Scalar operand, Scalar low, Scalar high) {
        int position = between.position();
        Scalar out =
                new Scalar.Or(
                        List.of(
                                binary("<", operand, low, position),
                                binary(">", operand, high, position)));
        return between.symmetric()
                ? new Scalar.And(
                        List.of(
                                out,
                                new Scalar.Or(
                                        List.of(
                                                binary("<", operand, high, position),
                                                binary(">", operand, low, position)))))
                : out;
    }

    Scalar like(Expression.Like like) {
        int position = like.position();
        Scalar operand = expressions.bind(like.operand());
        Scalar pattern = expressions.bind(like.pattern());
        String symbol =
                switch (like.kind()) {
                    case LIKE -> like.negated() ? "!~~" : "~~";
                    case ILIKE -> like.negated() ? "!~~*" : "~~*";
                    case SIMILAR_TO -> like.negated() ? "!~" : "~";
                };
        var call = new CallBinder(expressions);
        if (like.kind() == Expression.LikeKind.SIMILAR_TO) {
            var arguments = new ArrayList<Scalar>();
            arguments.add(pattern);
            like.escape().ifPresent(escape -> arguments.add(expressions.bind(escape)));
            pattern = call.system("similar_to_escape", arguments, position);
        } else if (like.escape().isPresent()) {
            Scalar escape = expressions.bind(like.escape().get());
            pattern = call.system("like_escape", List.of(pattern, escape), position);
        }
        return binary(symbol, operand, pattern, position);
    }

    Scalar inList(Expression.InList in) {
        int position = in.position();
        if (in.operand() instanceof Expression.Row row) {
            return rowsIn(in, row);
        }
        Scalar operand = expressions.bind(in.operand());
        var scalars = new ArrayList<Scalar>();
        scalars.add(operand);
        for (Expression element : in.list()) {
            scalars.add(expressions.bind(element));
        }
        Optional<List<Scalar>> converted = inCommonType(scalars, in);
        if (converted.isEmpty()) {
            return eachIn(operand, scalars.subList(1, scalars.size()), in);
        }
        List<Scalar> typed = converted.get();
        Scalar left = typed.getFirst();
        var fixed = new ArrayList<Scalar>();
        var varying = new ArrayList<Scalar>();
        for (Scalar element : typed.subList(1, typed.size())) {
            // Geometric values can be equal without being the same: they are in no set.
            boolean isFixed =
                    left.type().category() != TypeCategory.GEOMETRIC
                            && (element instanceof Scalar.Constant
                                    || element instanceof Scalar.Parameter);
            (isFixed ? fixed : varying).add(element);
        }
        var tests = new ArrayList<Scalar>();
        if (!fixed.isEmpty()) {
            tests.add(
                    fixed.size() == 1
                            ? binary("=", left, fixed.getFirst(), position)
                            : new Scalar.InList(
                                    left, fixed, equality(left.type(), position), false));
        }
        varying.forEach(element -> tests.add(binary("=", left, element, position)));
        if (tests.size() == 1 && tests.getFirst() instanceof Scalar.InList list) {
            return new Scalar.InList(list.operand(), list.list(), list.equality(), in.negated());
        }
        Scalar any = joined(tests, false);
        return in.negated() ? ExpressionBinder.not(any) : any;
    }

    private Optional<List<Scalar>> inCommonType(List<Scalar> scalars, Expression.InList in) {
        var positions = new ArrayList<Integer>();
        positions.add(in.operand().position());
        in.list().forEach(element -> positions.add(element.position()));
        List<DataType> types =
                scalars.stream().map(Scalar::type).map(binder.coercion::base).toList();
        if (types.stream().distinct().count() > 1
                && types.stream().noneMatch(DataType.UNKNOWN::equals)
                && types.stream().map(DataType::category).distinct().count() > 1) {
            return Optional.empty();
        }
        DataType type;
        try {
            type = binder.functions.commonType(types, "IN");
        } catch (DatabaseException none) {
            return Optional.empty();
        }
        // varchar and its kin have their operators from text.
        ResolvedOperator equality = resolve("=", type, type, in.position());
        DataType compared = equality.argumentTypes().getFirst();
        var converted = new ArrayList<Scalar>(scalars.size());
        for (int i = 0; i < scalars.size(); i++) {
            converted.add(binder.coercion.implicit(scalars.get(i), compared, positions.get(i)));
        }
        return Optional.of(converted);
    }

    private Scalar eachIn(Scalar operand, List<Scalar> list, Expression.InList in) {
        var tests = new ArrayList<Scalar>();
        for (Scalar element : list) {
            tests.add(binary("=", operand, element, in.position()));
        }
        Scalar any = joined(tests, false);
        return in.negated() ? ExpressionBinder.not(any) : any;
    }

    private Scalar rowsIn(Expression.InList in, Expression.Row row) {
        List<Scalar> left = expressions.row(row.fields());
        var tests = new ArrayList<Scalar>();
        for (Expression element : in.list()) {
            if (!(element instanceof Expression.Row right)) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "unequal number of entries in row expressions")
                        .at(in.position());
            }
            tests.add(rows("=", left, expressions.row(right.fields()), in.position()));
        }
        Scalar any = joined(tests, false);
        return in.negated() ? ExpressionBinder.not(any) : any;
    }

    Scalar quantified(Expression.QuantifiedArray quantified) {
        int position = quantified.position();
        Scalar left = expressions.bind(quantified.left());
        Scalar array = expressions.bind(quantified.array());
        DataType arrayType = binder.coercion.base(array.type());
        DataType element;
        if (arrayType.equals(DataType.UNKNOWN)) {
            element = DataType.UNKNOWN;
        } else if (arrayType.isArray()) {
            element = binder.catalog.type(arrayType.elementOid()).orElseThrow();
        } else {
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "op ANY/ALL (array) requires array on right side")
                    .at(position);
        }
        ResolvedOperator operator =
                resolve(quantified.operator().symbol(), left.type(), element, position);
        if (!operator.resultType().equals(DataType.BOOL)) {
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "op ANY/ALL (array) requires operator to yield boolean")
                    .at(position);
        }
        DataType wanted = binder.types.arrayOf(operator.argumentTypes().get(1), position);
        return new Scalar.QuantifiedArray(
                binder.coercion.implicit(
                        left, operator.argumentTypes().get(0), quantified.left().position()),
                operator.function(),
                quantified.all(),
                binder.coercion.implicit(array, wanted, quantified.array().position()),
                position);
    }
}
