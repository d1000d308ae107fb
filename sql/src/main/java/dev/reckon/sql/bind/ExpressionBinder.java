package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.ResolvedOperator;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds expressions of one clause in one scope. For one thread.
final class ExpressionBinder {
    private static final String DEFAULT_COLLATIONS = "|default|C|POSIX|ucs_basic|C.UTF-8|C.utf8|";

    final Binder binder;
    final Scope scope;
    final Clause clause;
    final OperatorBinder operators;
    private final CallBinder calls;
    private final SubqueryBinder subqueries;

    ExpressionBinder(Binder binder, Scope scope, Clause clause) {
        this.binder = binder;
        this.scope = scope;
        this.clause = clause;
        this.operators = new OperatorBinder(this);
        this.calls = new CallBinder(this);
        this.subqueries = new SubqueryBinder(this);
    }

    /// Returns a binder for another clause in the same scope.
    ExpressionBinder in(Clause other) {
        return new ExpressionBinder(binder, scope, other);
    }

    /// Binds a condition.
    ///
    /// @param construct names the place in the error when it is not boolean
    Scalar bindCondition(Expression expression, String construct) {
        return binder.coercion.condition(bind(expression), construct, expression.position());
    }

    /// Binds an expression whose type must not stay unknown.
    Scalar bindKnown(Expression expression) {
        return binder.coercion.known(bind(expression));
    }

    List<Scalar> bindAll(List<Expression> expressions) {
        var bound = new ArrayList<Scalar>(expressions.size());
        expressions.forEach(expression -> bound.add(bind(expression)));
        return bound;
    }

    /// Binds an expression; its type may be unknown: a string constant or a parameter.
    Scalar bind(Expression expression) {
        Cancellation.check();
        Scalar bound = bindAny(expression);
        binder.notes().ifPresent(notes -> notes.bound(expression, bound));
        return bound;
    }

    private Scalar bindAny(Expression expression) {
        int position = expression.position();
        return switch (expression) {
            case Expression.IntegerConstant constant ->
                    new Scalar.Constant(new Value.Int(constant.value()), DataType.INT4, -1);
            case Expression.NumericConstant constant -> number(constant);
            case Expression.StringConstant constant ->
                    binder.at(
                            new Scalar.Constant(Value.text(constant.value()), DataType.UNKNOWN, -1),
                            position);
            case Expression.BitConstant constant -> bits(constant);
            case Expression.BooleanConstant constant ->
                    new Scalar.Constant(Value.bool(constant.value()), DataType.BOOL, -1);
            case Expression.NullConstant _ ->
                    new Scalar.Constant(Value.Null.NULL, DataType.UNKNOWN, -1);
            case Expression.Parameter parameter -> parameter(parameter);
            case Expression.DefaultValue _ ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "DEFAULT is not allowed in this context")
                            .at(position);
            case Expression.ColumnReference reference -> column(reference);
            case Expression.Star star -> new StarExpansion(this).wholeRow(star);
            // Where there is room for one value, a row's fields are the row.
            case Expression.FieldStar star -> bind(star.operand());
            case Expression.FieldSelection selection -> new FieldBinder(this).field(selection);
            case Expression.Subscript subscript -> subscript(subscript);
            case Expression.Slice slice -> slice(slice);
            case Expression.Unary unary ->
                    operators.prefix(unary.operator(), bind(unary.operand()), position);
            case Expression.Binary binary -> operators.binary(binary);
            case Expression.And and -> new Scalar.And(conditions(and.operands(), "AND"));
            case Expression.Or or -> new Scalar.Or(conditions(or.operands(), "OR"));
            case Expression.Not not -> not(bindCondition(not.operand(), "NOT"));
            case Expression.IsNull test ->
                    new Scalar.IsNull(known(bind(test.operand())), test.negated());
            case Expression.BooleanTest test -> booleanTest(test);
            case Expression.DistinctFrom test -> operators.distinct(test);
            case Expression.Between between -> operators.between(between);
            case Expression.Like like -> operators.like(like);
            case Expression.InList list -> operators.inList(list);
            case Expression.InSubquery in -> subqueries.in(in);
            case Expression.QuantifiedArray quantified -> operators.quantified(quantified);
            case Expression.QuantifiedSubquery quantified -> subqueries.quantified(quantified);
            case Expression.Exists exists -> subqueries.exists(exists);
            case Expression.ScalarSubquery subquery -> subqueries.scalar(subquery);
            case Expression.ArraySubquery subquery -> subqueries.array(subquery);
            case Expression.ArrayConstructor array -> array(array, Optional.empty());
            case Expression.Row row ->
                    new Scalar.RowConstructor(
                            row(row.fields()).stream().map(this::known).toList(), DataType.RECORD);
            case Expression.Case choice -> new ChoiceBinder(this).bind(choice);
            case Expression.Coalesce coalesce -> {
                var choices = new ChoiceBinder(this);
                List<Scalar> operands = common(coalesce.operands(), "COALESCE");
                choices.requireNoSets("COALESCE");
                yield new Scalar.Coalesce(
                        operands, operands.getFirst().type(), commonModifier(operands));
            }
            case Expression.NullIf nullIf -> nullIf(nullIf);
            case Expression.Extreme extreme -> {
                List<Scalar> operands =
                        common(extreme.operands(), extreme.greatest() ? "GREATEST" : "LEAST");
                Orders.requireOrder(operands.getFirst().type(), position);
                yield new Scalar.Extreme(
                        extreme.greatest(),
                        operands,
                        operands.getFirst().type(),
                        commonModifier(operands));
            }
            case Expression.Cast cast -> cast(cast);
            case Expression.Collate collate -> collate(collate);
            case Expression.FunctionCall call -> calls.bind(call);
            case Expression.NamedArgument _ ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "named argument outside of a call")
                            .at(position);
            case Expression.SessionValue value -> calls.sessionValue(value);
            case Expression.Grouping grouping -> calls.grouping(grouping);
            case Expression.CurrentOf _ ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    "CURRENT OF stands alone in WHERE of UPDATE or DELETE")
                            .at(position);
            case Expression.UnsupportedExpression unsupported ->
                    throw DatabaseException.notSupported(
                                    unsupported.feature(), "PostgreSQL has it, Reckon has not yet.")
                            .at(position);
        };
    }

    Scalar known(Scalar scalar) {
        return binder.coercion.known(scalar);
    }

    private static Scalar number(Expression.NumericConstant constant) {
        String digits = constant.text().replace("_", "");
        boolean integer = digits.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        if (integer) {
            BigInteger value = new BigInteger(digits);
            return value.bitLength() < Long.SIZE
                    ? new Scalar.Constant(new Value.Int(value.longValueExact()), DataType.INT8, -1)
                    : new Scalar.Constant(
                            new Value.Numeric(new BigDecimal(value)), DataType.NUMERIC, -1);
        }
        BigDecimal value = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
        if (digits.endsWith(".") || value.scale() < 0) {
            value = value.setScale(0);
        }
        return new Scalar.Constant(new Value.Numeric(value), DataType.NUMERIC, -1);
    }

    private static Scalar bits(Expression.BitConstant constant) {
        int radix = constant.hexadecimal() ? 16 : 2;
        var binary = new StringBuilder();
        for (int i = 0; i < constant.digits().length(); i++) {
            char digit = constant.digits().charAt(i);
            if (digit > 'f' || Character.digit(digit, radix) < 0) {
                throw new DatabaseException(
                                SqlState.INVALID_TEXT_REPRESENTATION,
                                "\"%s\" is not a valid %s digit"
                                        .formatted(
                                                Character.toString(
                                                        constant.digits().codePointAt(i)),
                                                constant.hexadecimal() ? "hexadecimal" : "binary"))
                        .at(constant.position());
            }
            if (constant.hexadecimal()) {
                String four = Integer.toBinaryString(Character.digit(digit, 16));
                binary.append("0".repeat(4 - four.length())).append(four);
            } else {
                binary.append(digit);
            }
        }
        byte[] bytes = new byte[(binary.length() + 7) / 8];
        for (int i = 0; i < binary.length(); i++) {
            if (binary.charAt(i) == '1') {
                bytes[i >> 3] |= (byte) (0x80 >> (i & 7));
            }
        }
        return new Scalar.Constant(new Value.Bits(binary.length(), bytes), DataType.BIT, -1);
    }

    private Scalar parameter(Expression.Parameter parameter) {
        Optional<Scalar> argument =
                scope.argument(parameter.number())
                        .or(() ->
                                binder.variables()
                                        .flatMap(each -> each.argument(parameter.number())));
        if (argument.isPresent()) {
            return argument.get();
        }
        int index = parameter.number() - 1;
        return binder.at(
                new Scalar.Parameter(index, binder.parameters.type(index)), parameter.position());
    }

    private Scalar column(Expression.ColumnReference reference) {
        if (clause == Clause.COLUMN_DEFAULT) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot use column reference in DEFAULT expression")
                    .at(reference.position());
        }
        return new FieldBinder(this).column(reference);
    }

    private Scalar subscript(Expression.Subscript subscript) {
        var indexes = new ArrayList<Expression>();
        Expression operand = subscript;
        while (operand instanceof Expression.Subscript inner) {
            indexes.addFirst(inner.index());
            operand = inner.operand();
        }
        if (operand instanceof Expression.Slice) {
            return slices(subscript);
        }
        Scalar array = bind(operand);
        DataType type = binder.coercion.base(array.type());
        if (type.equals(DataType.JSONB)) {
            for (Expression index : indexes) {
                array = operators.binary("->", array, jsonSubscript(index), index.position());
            }
            return array;
        }
        if (type.equals(DataType.NAME) && indexes.size() == 1) {
            return bind(nameByte(operand, indexes.getFirst()));
        }
        DataType element = elementType(type, subscript.position());
        List<Scalar> bound = indexes.stream().map(this::subscriptNumber).toList();
        return FixedElements.has(type)
                ? FixedElements.element(array, type, bound)
                : new Scalar.Subscript(array, bound, element, array.modifier());
    }

    /// A name counts as an array of its bytes, the first of them 0: dumps ask whether a type's name
    /// begins with an underscore.
    private static Expression nameByte(Expression name, Expression index) {
        int position = index.position();
        Expression one = new Expression.IntegerConstant(1, position);
        Expression number = new Expression.Binary(Operator.of("+"), index, one, position);
        Expression text =
                new Expression.Cast(
                        name,
                        TypeName.of(QualifiedName.system("text", position), position),
                        Expression.CastForm.CAST,
                        position);
        Expression letter =
                Expression.FunctionCall.of(
                        QualifiedName.system("substr", position),
                        List.of(text, number, one),
                        Expression.CallForm.PLAIN,
                        position);
        return new Expression.Cast(
                letter,
                TypeName.of(QualifiedName.system("char", position), position),
                Expression.CastForm.CAST,
                position);
    }

    /// Binds a subscript of jsonb: an integer or a text.
    Scalar jsonSubscript(Expression index) {
        Scalar key = known(bind(index));
        Optional<Scalar> number =
                binder.coercion.convert(
                        key, DataType.INT4, -1, CastContext.IMPLICIT, index.position());
        Optional<Scalar> text =
                binder.coercion.convert(
                        key, DataType.TEXT, -1, CastContext.IMPLICIT, index.position());
        if (number.isPresent() == text.isPresent()) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "subscript type " + key.type() + " is not supported")
                    .withHint(
                            "jsonb subscript must be coercible to only one type, integer or text.")
                    .at(index.position());
        }
        return number.or(() -> text).orElseThrow();
    }

    Scalar subscriptNumber(Expression index) {
        return binder.coercion
                .convert(bind(index), DataType.INT4, -1, CastContext.ASSIGNMENT, index.position())
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "array subscript must have type integer")
                                .at(index.position()));
    }

    DataType elementType(DataType array, int position) {
        if (!array.isArray()) {
            return FixedElements.find(array, position);
        }
        return binder.catalog.type(array.elementOid()).orElseThrow();
    }

    private Scalar slice(Expression.Slice slice) {
        return slices(slice);
    }

    /// `a[1:2][3]`: one slice among the subscripts makes all of them slices, `[3]` meaning `[1:3]`.
    private Scalar slices(Expression expression) {
        var bounds = new ArrayList<Scalar.Bounds>();
        Expression operand = expression;
        while (true) {
            if (operand instanceof Expression.Slice part) {
                bounds.addFirst(
                        new Scalar.Bounds(
                                part.lower().map(this::subscriptNumber),
                                part.upper().map(this::subscriptNumber)));
                operand = part.operand();
            } else if (operand instanceof Expression.Subscript part) {
                bounds.addFirst(
                        new Scalar.Bounds(
                                Optional.of(
                                        new Scalar.Constant(new Value.Int(1), DataType.INT4, -1)),
                                Optional.of(subscriptNumber(part.index()))));
                operand = part.operand();
            } else {
                break;
            }
        }
        Scalar array = bind(operand);
        DataType type = binder.coercion.base(array.type());
        if (type.equals(DataType.JSONB)) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH, "jsonb subscript does not support slices")
                    .at(expression.position());
        }
        FixedElements.requireNone(type);
        elementType(type, expression.position());
        return new Scalar.Slice(array, bounds, type);
    }

    private List<Scalar> conditions(List<Expression> operands, String construct) {
        var bound = new ArrayList<Scalar>(operands.size());
        operands.forEach(operand -> bound.add(bindCondition(operand, construct)));
        return bound;
    }

    /// Negates, and moves the negation into what can take it.
    static Scalar not(Scalar operand) {
        return switch (operand) {
            case Scalar.Not(Scalar inner) -> inner;
            // A row of which some fields are NULL is neither NULL nor NOT NULL.
            case Scalar.IsNull(Scalar inner, boolean negated)
                    when inner.type().category() != TypeCategory.COMPOSITE
                            && inner.type().category() != TypeCategory.PSEUDO ->
                    new Scalar.IsNull(inner, !negated);
            default -> new Scalar.Not(operand);
        };
    }

    private Scalar booleanTest(Expression.BooleanTest test) {
        String words = (test.negated() ? "IS NOT " : "IS ") + test.value();
        Scalar operand = bindCondition(test.operand(), words);
        return switch (test.value()) {
            case TRUE -> new Scalar.BooleanTest(operand, true, test.negated());
            case FALSE -> new Scalar.BooleanTest(operand, false, test.negated());
            case UNKNOWN -> new Scalar.IsNull(operand, test.negated());
        };
    }

    /// Binds operands and converts them to their common type.
    List<Scalar> common(List<Expression> operands, String construct) {
        return converted(
                bindAll(operands), construct, operands.stream().map(Expression::position).toList());
    }

    /// Converts scalars to their common type.
    List<Scalar> converted(List<Scalar> operands, String construct, List<Integer> positions) {
        DataType type = commonType(operands, construct, positions);
        var converted = new ArrayList<Scalar>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            converted.add(binder.coercion.implicit(operands.get(i), type, positions.get(i)));
        }
        return converted;
    }

    DataType commonType(List<Scalar> operands, String construct, List<Integer> positions) {
        List<DataType> types = operands.stream().map(Scalar::type).toList();
        if (types.stream().allMatch(types.getFirst()::equals)
                && !types.getFirst().equals(DataType.UNKNOWN)) {
            return types.getFirst();
        }
        try {
            return binder.functions.commonType(
                    types.stream().map(binder.coercion::base).toList(), construct);
        } catch (DatabaseException mismatch) {
            throw mismatch.at(mismatchPosition(types, positions));
        }
    }

    /// PostgreSQL blames the first operand of another category.
    private int mismatchPosition(List<DataType> types, List<Integer> positions) {
        for (int i = 1; i < types.size(); i++) {
            if (!types.get(i).equals(DataType.UNKNOWN)
                    && types.get(i).category() != types.getFirst().category()) {
                return positions.get(i);
            }
        }
        return positions.getFirst();
    }

    /// Returns the modifier that all operands have; -1 when they differ.
    static int commonModifier(List<Scalar> operands) {
        int first = operands.getFirst().modifier();
        return operands.stream().allMatch(operand -> operand.modifier() == first) ? first : -1;
    }

    /// Binds `ARRAY[…]`.
    ///
    /// @param wanted the array type that a cast around it asks for
    private Scalar array(Expression.ArrayConstructor array, Optional<DataType> wanted) {
        if (array.elements().isEmpty() && wanted.isEmpty()) {
            throw new DatabaseException(
                            SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty array")
                    .withHint(
                            "Explicitly cast to the desired type, for example ARRAY[]::integer[].")
                    .at(array.position());
        }
        boolean nested =
                !array.elements().isEmpty()
                        && array.elements().stream()
                                .allMatch(Expression.ArrayConstructor.class::isInstance);
        var elements = new ArrayList<Scalar>();
        for (Expression element : array.elements()) {
            elements.add(
                    element instanceof Expression.ArrayConstructor inner
                            ? array(inner, wanted)
                            : bind(element));
        }
        List<Integer> positions = array.elements().stream().map(Expression::position).toList();
        if (wanted.isPresent()) {
            DataType type = wanted.get();
            DataType element = nested ? type : elementType(type, array.position());
            var converted = new ArrayList<Scalar>();
            for (int i = 0; i < elements.size(); i++) {
                converted.add(
                        binder.coercion.explicit(elements.get(i), element, -1, positions.get(i)));
            }
            return new Scalar.ArrayConstructor(converted, nested, type);
        }
        List<Scalar> converted = converted(elements, "ARRAY", positions);
        DataType element = converted.getFirst().type();
        boolean ofArrays = nested || binder.coercion.base(element).isTrueArray();
        DataType type = ofArrays ? element : binder.types.arrayOf(element, array.position());
        return new Scalar.ArrayConstructor(converted, ofArrays, type);
    }

    /// Binds the fields of a row, with `t.*` among them expanded.
    List<Scalar> row(List<Expression> fields) {
        var bound = new ArrayList<Scalar>(fields.size());
        for (Expression field : fields) {
            switch (field) {
                case Expression.Star star ->
                        new StarExpansion(this)
                                .expand(star)
                                .forEach(each -> bound.add(each.value()));
                case Expression.FieldStar star ->
                        new StarExpansion(this)
                                .expand(star)
                                .forEach(each -> bound.add(each.value()));
                default -> bound.add(bind(field));
            }
        }
        return bound;
    }

    /// Returns whether a scalar may be computed several times: it is cheap, and always the same.
    static boolean isRepeatable(Scalar scalar) {
        return scalar instanceof Scalar.ColumnValue
                || scalar instanceof Scalar.Constant
                || scalar instanceof Scalar.Parameter
                || (scalar instanceof Scalar.Relabel(Scalar operand, DataType _, int _)
                        && isRepeatable(operand));
    }

    private Scalar nullIf(Expression.NullIf nullIf) {
        Scalar left = bind(nullIf.left());
        Scalar right = bind(nullIf.right());
        ResolvedOperator equality =
                operators.resolve("=", left.type(), right.type(), nullIf.position());
        // As in PostgreSQL, the type is the one that the comparison takes: text for varchar.
        Scalar value =
                binder.coercion.implicit(
                        left, equality.argumentTypes().getFirst(), nullIf.position());
        int id = binder.ids.next();
        Scalar held =
                isRepeatable(value)
                        ? value
                        : new Scalar.ColumnValue(id, "nullif", value.type(), value.modifier());
        Scalar equal = operators.binary("=", held, right, nullIf.position());
        Scalar result =
                new Scalar.Case(
                        List.of(
                                new Scalar.Branch(
                                        equal,
                                        new Scalar.Constant(
                                                Value.Null.NULL, value.type(), value.modifier()))),
                        held,
                        value.type(),
                        value.modifier());
        return isRepeatable(value) ? result : new Scalar.Let(id, value, result);
    }

    private Scalar cast(Expression.Cast cast) {
        TypeBinder.BoundType type = binder.types.bind(cast.type());
        DataType base = binder.coercion.base(type.type());
        if (cast.operand() instanceof Expression.ArrayConstructor array && base.isArray()) {
            Scalar bound = array(array, Optional.of(base));
            return binder.coercion.explicit(bound, type.type(), type.modifier(), cast.position());
        }
        Scalar operand = bind(cast.operand());
        // What is wrong in a constant is shown where the constant stands.
        int position =
                cast.operand() instanceof Expression.StringConstant
                        ? cast.operand().position()
                        : cast.position();
        // A modifier of -1 on char means char without a length when it is cast to explicitly.
        return binder.coercion.explicit(operand, type.type(), type.modifier(), position);
    }

    private Scalar collate(Expression.Collate collate) {
        QualifiedName name = collate.collation();
        if (!DEFAULT_COLLATIONS.contains("|" + name.name() + "|")) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "collation \""
                                    + name.dotted()
                                    + "\" for encoding \"UTF8\" does not exist")
                    .withHint("Text is ordered bytewise: use \"C\" or leave COLLATE out.")
                    .at(name.position());
        }
        Scalar operand = known(bind(collate.operand()));
        DataType type = binder.coercion.base(operand.type());
        DataType element =
                type.isArray() ? binder.catalog.type(type.elementOid()).orElse(type) : type;
        if (element.category() != dev.reckon.storage.type.TypeCategory.STRING) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "collations are not supported by type " + operand.type())
                    .at(collate.position());
        }
        return operand;
    }
}
