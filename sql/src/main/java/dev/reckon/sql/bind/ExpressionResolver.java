package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Binary;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the resolved form of expressions, from the inside out. For one thread.
final class ExpressionResolver {
    private final Binder binder;
    private final BindingNotes notes;
    private final ItemAliases aliases;
    private final TypeNames types;
    private final ConstantTrees constants;

    /// The resolved forms without the conversions that their surroundings ask for.
    private final IdentityHashMap<Expression, Expression> plain = new IdentityHashMap<>();

    /// Scalars whose conversion is written already: a cast that changes nothing has that of what it
    /// casts.
    private final Set<Scalar> converted = Collections.newSetFromMap(new IdentityHashMap<>());

    ExpressionResolver(Binder binder, BindingNotes notes, ItemAliases aliases) {
        this.binder = binder;
        this.notes = notes;
        this.aliases = aliases;
        this.types = new TypeNames(binder.catalog);
        this.constants = new ConstantTrees(binder, types);
    }

    /// Returns the resolved form of an expression, which must have been resolved, as it is where
    /// conversions go without saying.
    Expression plain(Expression original) {
        return plain.getOrDefault(original, original);
    }

    /// Resolves an expression.
    ///
    /// @param copy the expression with resolved parts
    Expression resolve(Expression original, Expression copy) {
        Expression resolved = resolveAny(original, copy);
        plain.put(original, resolved);
        return withConversion(original, resolved);
    }

    private Expression withConversion(Expression original, Expression resolved) {
        Optional<Scalar> value = notes.value(original);
        Optional<BindingNotes.Converted> conversion = value.flatMap(notes::conversion);
        if (conversion.isEmpty()
                || conversion.get().context() != CastContext.IMPLICIT
                || value.get().type().equals(DataType.UNKNOWN)
                || conversion.get().result().type().equals(DataType.RECORD)
                || value.get().type().equals(conversion.get().result().type())
                || !converted.add(value.get())) {
            return resolved;
        }
        return ConstantTrees.cast(resolved, types.of(conversion.get().result().type(), -1));
    }

    private Expression resolveAny(Expression original, Expression copy) {
        return switch (copy) {
            case Expression.IntegerConstant _,
                    Expression.NumericConstant _,
                    Expression.BitConstant _ ->
                    constant(original, copy);
            case Expression.StringConstant constant ->
                    unknown(original, copy, Value.text(constant.value()));
            case Expression.NullConstant _ -> unknown(original, copy, Value.Null.NULL);
            case Expression.ColumnReference reference -> reference(original, reference);
            case Expression.Star star -> star(original, star);
            case Cast _ -> cast((Cast) original);
            case Expression.FunctionCall call -> call((Expression.FunctionCall) original, call);
            case Expression.Between between -> between(between);
            case Expression.Like like -> like(like);
            case Expression.InList list ->
                    new InListResolver().resolve((Expression.InList) original, list);
            case Expression.InSubquery in when in.negated() ->
                    new Expression.Not(
                            new Expression.InSubquery(in.operand(), in.query(), false, -1), -1);
            case Expression.DistinctFrom test -> distinct((Expression.DistinctFrom) original, test);
            case Binary binary -> binary(binary);
            case Expression.Case choice -> choice((Expression.Case) original, choice);
            case Expression.Row row ->
                    new Expression.Row(
                            fields(((Expression.Row) original).fields(), row.fields()), true, -1);
            case Expression.Subscript subscript ->
                    new Expression.Subscript(
                            subscript.operand(),
                            plain(((Expression.Subscript) original).index()),
                            -1);
            default -> copy;
        };
    }

    private Expression constant(Expression original, Expression copy) {
        return notes.value(original).orElse(null) instanceof Scalar.Constant known
                ? constants.constant(known.value(), known.type())
                : copy;
    }

    /// A constant that has taken its type from where it stands.
    private Expression unknown(Expression original, Expression copy, Value text) {
        Optional<BindingNotes.Converted> conversion =
                notes.value(original).flatMap(notes::conversion);
        return conversion
                .filter(each -> each.context() != CastContext.EXPLICIT)
                .map(each ->
                        constants.literal(text, binder.coercion.base(each.result().type()), -1))
                .orElse(copy);
    }

    /// Returns a column by the name of its item and its own. One that joins tables of different
    /// types is converted.
    Expression column(Scalar value, String name) {
        Optional<BindingNotes.Source> source = notes.source(value);
        if (source.isPresent()) {
            return new Expression.ColumnReference(
                    List.of(aliases.of(source.get().item()), source.get().name()), -1);
        }
        if (!(value instanceof Scalar.ColumnValue) && value.operands().size() == 1) {
            return ConstantTrees.cast(
                    column(value.operands().getFirst(), name), types.of(value.type(), -1));
        }
        return new Expression.ColumnReference(List.of(name), -1);
    }

    private Expression reference(Expression original, Expression.ColumnReference reference) {
        Optional<Scalar> value = notes.value(original);
        if (value.isEmpty()) {
            return reference;
        }
        if (value.get() instanceof Scalar.RowConstructor row) {
            return wholeRow(row).orElse(reference);
        }
        boolean plain = value.get() instanceof Scalar.ColumnValue;
        boolean joined =
                value.get() instanceof Scalar.Call || value.get() instanceof Scalar.Relabel;
        return plain || joined || notes.source(value.get()).isPresent()
                ? column(value.get(), reference.names().getLast())
                : reference;
    }

    private Expression star(Expression original, Expression.Star star) {
        return notes.value(original).orElse(null) instanceof Scalar.RowConstructor row
                ? wholeRow(row).orElse(star)
                : star;
    }

    private Optional<Expression> wholeRow(Scalar.RowConstructor row) {
        return row.fields().stream()
                .findFirst()
                .flatMap(notes::source)
                .map(source -> new Expression.Star(List.of(aliases.of(source.item())), -1));
    }

    /// An item of a list: a whole row there needs its type, or it would be its columns.
    Expression item(Expression original, Expression resolved) {
        return resolved instanceof Expression.Star
                        && notes.value(original).orElse(null) instanceof Scalar.RowConstructor row
                ? ConstantTrees.cast(resolved, types.of(row.type(), -1))
                : resolved;
    }

    private Expression cast(Cast original) {
        TypeBinder.BoundType type = binder.types.bind(original.type());
        switch (original.operand()) {
            case Expression.StringConstant constant -> {
                return constants.literal(
                        Value.text(constant.value()), type.type(), type.modifier());
            }
            case Expression.NullConstant _ -> {
                return constants.literal(Value.Null.NULL, type.type(), type.modifier());
            }
            case Expression.ArrayConstructor array
                    when !array.elements().isEmpty()
                            && binder.coercion.base(type.type()).isArray() -> {
                Expression elements = arrayOf(array, type.type());
                return binder.coercion.base(type.type()).equals(type.type())
                        ? elements
                        : ConstantTrees.cast(elements, types.of(type.type(), type.modifier()));
            }
            default -> {}
        }
        Optional<Scalar> operand = notes.value(original.operand());
        boolean needless =
                operand.isPresent()
                        && operand.get().type().equals(type.type())
                        && (type.modifier() < 0 || operand.get().modifier() == type.modifier());
        Expression inner = plain(original.operand());
        return needless ? inner : ConstantTrees.cast(inner, types.of(type.type(), type.modifier()));
    }

    /// An array that is cast has its elements cast, each by itself.
    private Expression arrayOf(Expression.ArrayConstructor array, DataType type) {
        DataType element =
                binder.catalog
                        .type(binder.coercion.base(type).elementOid())
                        .orElse(DataType.UNKNOWN);
        var elements = new ArrayList<Expression>();
        for (Expression each : array.elements()) {
            elements.add(
                    each instanceof Expression.ArrayConstructor inner
                            ? arrayOf(inner, type)
                            : typed(each, element));
        }
        return new Expression.ArrayConstructor(elements, -1);
    }

    /// Returns an operand in a type.
    private Expression typed(Expression original, DataType type) {
        Optional<Scalar> value = notes.value(original);
        return switch (original) {
            case Expression.StringConstant constant ->
                    constants.literal(Value.text(constant.value()), type, -1);
            case Expression.NullConstant _ -> constants.literal(Value.Null.NULL, type, -1);
            default ->
                    value.filter(each -> each.type().equals(type)).isPresent()
                            ? plain(original)
                            : ConstantTrees.cast(plain(original), types.of(type, -1));
        };
    }

    private Expression call(Expression.FunctionCall original, Expression.FunctionCall copy) {
        Optional<ResolvedFunction> found = notes.function(original);
        if (found.isEmpty()) {
            return copy;
        }
        ResolvedFunction function = found.get();
        if (function.target() instanceof Target.Cast) {
            return ConstantTrees.cast(
                    plain(original.arguments().getFirst()), types.of(function.resultType(), -1));
        }
        QualifiedName name = copy.name();
        if (function.target() instanceof Target.Own) {
            var routine = Routines.of(binder.catalog, function);
            name =
                    new QualifiedName(
                            List.of(binder.catalog.schemaName(routine.schemaOid()), routine.name()),
                            -1);
        } else if (copy.form() == Expression.CallForm.PLAIN) {
            name = new QualifiedName(List.of(name.name()), -1);
        }
        boolean packs = packs(function, copy);
        return new Expression.FunctionCall(
                name,
                packs ? packed(function, copy.arguments()) : arguments(original, copy),
                copy.star(),
                copy.distinct(),
                copy.variadic() || packs,
                copy.orderBy(),
                copy.withinGroup(),
                copy.filter(),
                copy.over(),
                copy.form(),
                -1);
    }

    /// Where SQL's own words stand in the place of an argument, they stay words.
    private static List<Expression> arguments(
            Expression.FunctionCall original, Expression.FunctionCall copy) {
        int word =
                switch (copy.form() == Expression.CallForm.SQL ? copy.name().name() : "") {
                    case "extract" -> 0;
                    case "normalize", "is_normalized" -> 1;
                    default -> -1;
                };
        if (word < 0 || word >= copy.arguments().size()) {
            return copy.arguments();
        }
        var arguments = new ArrayList<>(copy.arguments());
        arguments.set(word, original.arguments().get(word));
        return arguments;
    }

    private static boolean packs(ResolvedFunction function, Expression.FunctionCall call) {
        int last = function.entry().parameters().size() - 1;
        return function.expanded()
                && !call.withinGroup()
                && call.arguments().size() > last
                && call.arguments().stream().noneMatch(Expression.NamedArgument.class::isInstance)
                && function.entry().parameters().get(last).type().category() != TypeCategory.PSEUDO;
    }

    private static List<Expression> packed(ResolvedFunction function, List<Expression> arguments) {
        int last = function.entry().parameters().size() - 1;
        var packed = new ArrayList<>(arguments.subList(0, last));
        packed.add(new Expression.ArrayConstructor(arguments.subList(last, arguments.size()), -1));
        return packed;
    }

    private static Expression compare(String symbol, Expression left, Expression right) {
        return new Binary(Operator.of(symbol), left, right, -1);
    }

    private static Expression between(Expression.Between between) {
        Expression forward = range(between, between.low(), between.high());
        if (!between.symmetric()) {
            return forward;
        }
        List<Expression> both = List.of(forward, range(between, between.high(), between.low()));
        return between.negated() ? new Expression.And(both, -1) : new Expression.Or(both, -1);
    }

    private static Expression range(Expression.Between between, Expression low, Expression high) {
        List<Expression> ends =
                List.of(
                        compare(between.negated() ? "<" : ">=", between.operand(), low),
                        compare(between.negated() ? ">" : "<=", between.operand(), high));
        return between.negated() ? new Expression.Or(ends, -1) : new Expression.And(ends, -1);
    }

    private static Expression like(Expression.Like like) {
        String symbol =
                (like.negated() ? "!" : "")
                        + switch (like.kind()) {
                            case LIKE -> "~~";
                            case ILIKE -> "~~*";
                            case SIMILAR_TO -> "~";
                        };
        Expression pattern = like.pattern();
        var arguments = new ArrayList<>(List.of(pattern));
        like.escape().ifPresent(arguments::add);
        if (like.kind() == Expression.LikeKind.SIMILAR_TO) {
            pattern = system("similar_to_escape", arguments);
        } else if (like.escape().isPresent()) {
            pattern = system("like_escape", arguments);
        }
        return compare(symbol, like.operand(), pattern);
    }

    private static Expression system(String name, List<Expression> arguments) {
        return Expression.FunctionCall.of(
                new QualifiedName(List.of(name), -1), arguments, Expression.CallForm.PLAIN, -1);
    }

    private static Expression distinct(
            Expression.DistinctFrom original, Expression.DistinctFrom copy) {
        if (original.right() instanceof Expression.NullConstant) {
            return new Expression.IsNull(copy.left(), !copy.negated(), -1);
        }
        if (original.left() instanceof Expression.NullConstant) {
            return new Expression.IsNull(copy.right(), !copy.negated(), -1);
        }
        return copy;
    }

    /// Rows are equal when their fields are.
    private static Expression binary(Binary binary) {
        String symbol = binary.operator().symbol();
        if (!(binary.left() instanceof Expression.Row left)
                || !(binary.right() instanceof Expression.Row right)
                || !(symbol.equals("=") || symbol.equals("<>"))) {
            return new Binary(Operator.of(symbol), binary.left(), binary.right(), -1);
        }
        var pairs = new ArrayList<Expression>();
        for (int i = 0; i < left.fields().size(); i++) {
            pairs.add(compare(symbol, left.fields().get(i), right.fields().get(i)));
        }
        if (pairs.size() == 1) {
            return pairs.getFirst();
        }
        return symbol.equals("=") ? new Expression.And(pairs, -1) : new Expression.Or(pairs, -1);
    }

    private Expression choice(Expression.Case original, Expression.Case copy) {
        Optional<Expression> otherwise =
                copy.otherwise()
                        .or(() ->
                                notes.value(original)
                                        .map(value ->
                                                constants.literal(
                                                        Value.Null.NULL, value.type(), -1)));
        return new Expression.Case(
                original.operand().map(this::plain), copy.branches(), otherwise, -1);
    }

    /// The fields of a row, stars written out.
    private List<Expression> fields(List<Expression> original, List<Expression> copy) {
        var fields = new ArrayList<Expression>();
        for (int i = 0; i < original.size(); i++) {
            Optional<List<ScopeColumn>> star = notes.star(original.get(i));
            if (star.isPresent() && original.get(i) instanceof Expression.Star) {
                star.get().forEach(each -> fields.add(column(each.value(), each.name())));
            } else {
                fields.add(item(original.get(i), copy.get(i)));
            }
        }
        return fields;
    }

    /// `a IN (1, 2)` is `a = ANY (ARRAY[1, 2])`; elements that read columns are compared each.
    private final class InListResolver {
        Expression resolve(Expression.InList original, Expression.InList copy) {
            String symbol = copy.negated() ? "<>" : "=";
            Optional<DataType> type = elementType(original);
            var each = new ArrayList<Expression>();
            var fixed = new ArrayList<Expression>();
            for (int i = 0; i < original.list().size(); i++) {
                Expression element = original.list().get(i);
                if (type.isPresent() && isFixed(element)) {
                    fixed.add(element);
                } else {
                    each.add(
                            original.operand() instanceof Expression.Row
                                    ? binary(
                                            new Binary(
                                                    Operator.of(symbol),
                                                    copy.operand(),
                                                    copy.list().get(i),
                                                    -1))
                                    : comparison(symbol, original.operand(), element));
                }
            }
            if (fixed.size() == 1) {
                each.addFirst(comparison(symbol, original.operand(), fixed.getFirst()));
            } else if (!fixed.isEmpty()) {
                each.addFirst(any(original, copy, fixed, type.orElseThrow()));
            }
            if (each.size() == 1) {
                return each.getFirst();
            }
            return copy.negated() ? new Expression.And(each, -1) : new Expression.Or(each, -1);
        }

        private Expression comparison(String symbol, Expression left, Expression right) {
            List<DataType> wanted =
                    binder.functions.operator(symbol, type(left), type(right)).argumentTypes();
            return compare(symbol, typed(left, wanted.get(0)), typed(right, wanted.get(1)));
        }

        private DataType type(Expression expression) {
            return notes.value(expression)
                    .map(value -> binder.coercion.base(value.type()))
                    .orElse(DataType.UNKNOWN);
        }

        private Expression any(
                Expression.InList original,
                Expression.InList copy,
                List<Expression> fixed,
                DataType type) {
            Expression array =
                    new Expression.ArrayConstructor(
                            fixed.stream().map(element -> typed(element, type)).toList(), -1);
            DataType compared = compared(type);
            if (!compared.equals(type)) {
                array = ConstantTrees.cast(array, types.of(binder.types.arrayOf(compared, -1), -1));
            }
            Expression left =
                    original.operand() instanceof Expression.StringConstant
                                    || original.operand() instanceof Expression.NullConstant
                            ? typed(original.operand(), compared)
                            : copy.operand();
            return new Expression.QuantifiedArray(
                    left, Operator.of(copy.negated() ? "<>" : "="), copy.negated(), array, -1);
        }

        private DataType compared(DataType type) {
            return binder.functions.operator("=", type, type).argumentTypes().getFirst();
        }

        /// Returns the common type of the operand and the elements; empty when there is none, or
        /// for rows.
        private Optional<DataType> elementType(Expression.InList in) {
            if (in.operand() instanceof Expression.Row) {
                return Optional.empty();
            }
            var all = new ArrayList<DataType>();
            notes.value(in.operand()).map(Scalar::type).ifPresent(all::add);
            for (Expression element : in.list()) {
                if (isFixed(element)) {
                    notes.value(element).map(Scalar::type).ifPresent(all::add);
                }
            }
            try {
                return Optional.of(
                        binder.functions.commonType(
                                all.stream().map(binder.coercion::base).toList(), "IN"));
            } catch (dev.reckon.storage.error.DatabaseException none) {
                return Optional.empty();
            }
        }

        private boolean isFixed(Expression element) {
            return notes.value(element)
                    .filter(value -> Scalars.columnIds(value).isEmpty())
                    .isPresent();
        }
    }
}
