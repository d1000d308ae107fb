package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.Conversion;
import dev.reckon.sql.function.convert.ArrayConversion;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Makes scalars of one type into scalars of another, by PostgreSQL's chapter "Type Conversion".
final class Coercion {
    private final Binder binder;

    /// Constants that were made texts, with what they were before: of unknown type.
    private final IdentityHashMap<Scalar, Scalar> untyped = new IdentityHashMap<>();

    Coercion(Binder binder) {
        this.binder = binder;
    }

    /// Returns a type without its domains: what functions are resolved by.
    DataType base(DataType type) {
        return binder.catalog.baseType(type);
    }

    /// Converts a scalar unasked, as an argument or operand.
    ///
    /// @throws DatabaseException 42846 when that is not possible
    Scalar implicit(Scalar scalar, DataType type, int position) {
        return convert(scalar, type, -1, CastContext.IMPLICIT, position)
                .orElseThrow(() -> cannotCast(scalar, type, position));
    }

    /// Converts a scalar as the user asks by CAST.
    Scalar explicit(Scalar scalar, DataType type, int modifier, int position) {
        return convert(scalar, type, modifier, CastContext.EXPLICIT, position)
                .orElseThrow(() -> cannotCast(scalar, type, position));
    }

    /// Converts a scalar to be stored in a column.
    ///
    /// @throws DatabaseException 42804 when its type doesn't fit
    Scalar assign(Scalar scalar, DataType type, int modifier, String column, int position) {
        return convert(scalar, type, modifier, CastContext.ASSIGNMENT, position)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "column \""
                                                + column
                                                + "\" is of type "
                                                + type
                                                + " but expression is of type "
                                                + scalar.type())
                                .withHint("You will need to rewrite or cast the expression.")
                                .at(position));
    }

    /// Makes a condition of a scalar.
    ///
    /// @param construct names the place in the error: `WHERE`, `CASE/WHEN`, `AND`
    Scalar condition(Scalar scalar, String construct, int position) {
        DataType type = base(scalar.type());
        if (!type.equals(DataType.BOOL) && !type.equals(DataType.UNKNOWN)) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "argument of "
                                    + construct
                                    + " must be type boolean, not type "
                                    + scalar.type())
                    .at(position);
        }
        return implicit(scalar, DataType.BOOL, position);
    }

    /// Makes a value of yet unknown type a text, as in a select list.
    Scalar known(Scalar scalar) {
        if (!scalar.type().equals(DataType.UNKNOWN)) {
            return scalar;
        }
        Scalar text = implicit(scalar, DataType.TEXT, -1);
        if (scalar instanceof Scalar.Constant) {
            untyped.put(text, scalar);
        }
        return text;
    }

    private DatabaseException cannotCast(Scalar scalar, DataType type, int position) {
        return new DatabaseException(
                        SqlState.CANNOT_COERCE, "cannot cast type " + scalar.type() + " to " + type)
                .at(position);
    }

    /// Converts a scalar; empty when that is not possible in the context.
    @SuppressWarnings("ReferenceEquality") // Notes tell scalars apart by identity.
    Optional<Scalar> convert(
            Scalar scalar, DataType type, int modifier, CastContext context, int position) {
        Optional<Scalar> converted = convertAny(scalar, type, modifier, context, position);
        if (converted.isPresent() && converted.get() != scalar) {
            binder.notes().ifPresent(notes -> notes.converted(scalar, converted.get(), context));
        }
        return converted;
    }

    private Optional<Scalar> convertAny(
            Scalar scalar, DataType type, int modifier, CastContext context, int position) {
        if (scalar.type().equals(type)) {
            return Optional.of(withModifier(scalar, modifier, context));
        }
        if (scalar.type().equals(DataType.UNKNOWN)) {
            if (scalar instanceof Scalar.Parameter(int index, DataType _)) {
                return Optional.of(parameter(index, type, modifier, context, position));
            }
            if (scalar instanceof Scalar.Constant(Value value, DataType _, int _)) {
                return Optional.of(constant(value, type, modifier, context, position));
            }
        }
        DataType target = base(type);
        DataType source = base(scalar.type());
        Optional<DataType> sourceDomain = domainElement(source);
        if (sourceDomain.isPresent() && !source.equals(target)) {
            Scalar plain = relabel(scalar, base(sourceDomain.get()).newArray());
            return convert(plain, type, modifier, context, position);
        }
        Optional<DataType> targetDomain = domainElement(target);
        if (targetDomain.isPresent() && !source.equals(target)) {
            return elements(scalar, type, targetDomain.get(), context, position);
        }
        if (scalar instanceof Scalar.RowConstructor row
                && target.category() == TypeCategory.COMPOSITE) {
            return row(row, type, context, position);
        }
        Optional<Conversion> conversion = binder.functions.conversion(source, target, context);
        if (conversion.isEmpty()) {
            return Optional.empty();
        }
        int applied = domainModifier(type).orElse(modifier);
        Scalar converted =
                switch (conversion.get()) {
                    case Conversion.Relabel _ -> relabel(scalar, target);
                    case Conversion.Call(ScalarFunction function) ->
                            binder.folding.fold(
                                    new Scalar.Call(
                                            function,
                                            arguments(relabel(scalar, source), target, applied),
                                            target,
                                            -1,
                                            -1));
                };
        Scalar fitted = withModifier(converted, applied, context);
        return Optional.of(type.equals(target) ? fitted : domain(fitted, type, modifier));
    }

    /// The bits of a number depend on how many are wanted; other casts are cut to length later.
    private static List<Scalar> arguments(Scalar scalar, DataType target, int modifier) {
        boolean isBits = target.equals(DataType.BIT) || target.elementOid() == DataType.BIT.oid();
        return isBits
                ? List.of(scalar, new Scalar.Constant(new Value.Int(modifier), DataType.INT4, -1))
                : List.of(scalar);
    }

    /// Returns the domain that the elements of an array type are of.
    private Optional<DataType> domainElement(DataType array) {
        return array.isArray()
                ? binder.catalog
                        .type(array.elementOid())
                        .filter(element -> !base(element).equals(element))
                : Optional.empty();
    }

    /// Converts to an array whose elements must meet a domain's constraints.
    private Optional<Scalar> elements(
            Scalar scalar, DataType type, DataType domain, CastContext context, int position) {
        DataType target = base(type);
        return convert(
                        scalar,
                        base(domain).newArray(),
                        domainModifier(domain).orElse(-1),
                        context,
                        position)
                .map(plain -> {
                    var check =
                            new ScalarFunction(
                                    0,
                                    target.name(),
                                    List.of(plain.type()),
                                    false,
                                    target,
                                    true,
                                    Volatility.STABLE,
                                    ArrayConversion.checked(domain));
                    Scalar checked = new Scalar.Call(check, List.of(plain), target, -1, -1);
                    return type.equals(target) ? checked : domain(checked, type, -1);
                });
    }

    private static Scalar relabel(Scalar scalar, DataType type) {
        if (scalar.type().equals(type)) {
            return scalar;
        }
        return scalar instanceof Scalar.Constant(Value value, DataType _, int _)
                ? new Scalar.Constant(value, type, -1)
                : new Scalar.Relabel(scalar, type, -1);
    }

    private Scalar parameter(
            int index, DataType type, int modifier, CastContext context, int position) {
        DataType known = binder.parameters.type(index);
        if (known.equals(DataType.UNKNOWN)) {
            // PostgreSQL, too, takes a domain's base for the parameter.
            known = base(type);
            binder.parameters.infer(index, known);
        }
        Scalar parameter = new Scalar.Parameter(index, known);
        return convert(parameter, type, modifier, context, position)
                .orElseThrow(() -> cannotCast(parameter, type, position));
    }

    private Scalar constant(
            Value value, DataType type, int modifier, CastContext context, int position) {
        DataType target = base(type);
        int applied = domainModifier(type).orElse(modifier);
        Scalar.Constant constant;
        if (value.isNull()) {
            constant = new Scalar.Constant(value, target, applied);
        } else if (target.category() == TypeCategory.PSEUDO
                && !target.equals(DataType.RECORD)
                && !target.equals(DataType.VOID)) {
            constant = new Scalar.Constant(value, DataType.TEXT, -1);
            if (!target.equals(DataType.CSTRING) && !target.equals(DataType.ANY)) {
                throw cannotCast(constant, type, position);
            }
            constant = new Scalar.Constant(value, target, -1);
        } else {
            try {
                // The fields of an interval's type say which unit a bare number has.
                int unit = target.equals(DataType.INTERVAL) ? applied : -1;
                Value read =
                        ValueFormat.readText(value.toString(), target, unit, binder.environment);
                constant = new Scalar.Constant(read, target, -1);
            } catch (DatabaseException wrong) {
                throw wrong.at(position);
            }
        }
        Scalar fitted = withModifier(constant, applied, context);
        return type.equals(target) ? fitted : domain(fitted, type, modifier);
    }

    private Optional<Integer> domainModifier(DataType type) {
        return binder.catalog.userType(type.oid()).orElse(null) instanceof UserType.Domain domain
                ? Optional.of(
                        domain.modifier() >= 0
                                ? domain.modifier()
                                : domainModifier(domain.base()).orElse(-1))
                : Optional.empty();
    }

    private Optional<Scalar> row(
            Scalar.RowConstructor row, DataType type, CastContext context, int position) {
        List<Column> fields = Composites.fields(binder.catalog, base(type));
        if (fields.size() != row.fields().size()) {
            throw new DatabaseException(
                            SqlState.CANNOT_COERCE, "cannot cast type record to " + type)
                    .withDetail(
                            fields.size() > row.fields().size()
                                    ? "Input has too few columns."
                                    : "Input has too many columns.")
                    .at(position);
        }
        var converted = new ArrayList<Scalar>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            Optional<Scalar> each =
                    convert(
                            // A constant of a row has no type of its own before the row has.
                            untyped.getOrDefault(row.fields().get(i), row.fields().get(i)),
                            field.type(),
                            field.modifier(),
                            context,
                            position);
            if (each.isEmpty()) {
                throw new DatabaseException(
                                SqlState.CANNOT_COERCE, "cannot cast type record to " + type)
                        .withDetail(
                                "Cannot cast type "
                                        + row.fields().get(i).type()
                                        + " to "
                                        + field.type()
                                        + " in column "
                                        + (i + 1)
                                        + ".")
                        .at(position);
            }
            converted.add(each.get());
        }
        Scalar typed =
                new Scalar.RowConstructor(
                        converted,
                        fields.stream().map(Column::name).toList(),
                        base(type),
                        row.mark());
        return Optional.of(type.equals(base(type)) ? typed : domain(typed, type, -1));
    }

    /// Makes a value of a type that has a modifier fit it.
    private Scalar withModifier(Scalar scalar, int modifier, CastContext context) {
        if (modifier < 0 || scalar.modifier() == modifier) {
            return scalar;
        }
        Optional<ScalarFunction> fit =
                binder.functions.lengthCoercion(
                        base(scalar.type()), modifier, context == CastContext.EXPLICIT);
        if (fit.isEmpty()) {
            return scalar instanceof Scalar.Constant(Value value, DataType type, int _)
                    ? new Scalar.Constant(value, type, modifier)
                    : new Scalar.Relabel(scalar, scalar.type(), modifier);
        }
        return binder.folding.fold(
                new Scalar.Call(fit.get(), List.of(scalar), scalar.type(), modifier, -1));
    }

    /// Checks a value of a domain's base type.
    private Scalar domain(Scalar value, DataType type, int modifier) {
        var checks = new ArrayList<Scalar.NamedCheck>();
        boolean notNull = false;
        DataType level = type;
        int valueId = binder.ids.next();
        while (binder.catalog.userType(level.oid()).orElse(null)
                instanceof UserType.Domain domain) {
            notNull |= domain.notNull();
            for (UserType.DomainConstraint constraint : domain.constraints()) {
                var column = new Column(valueId, "value", base(type), value.modifier());
                Scalar condition =
                        new ExpressionBinder(binder, domainScope(column), Clause.CHECK)
                                .bindCondition(Parser.parseExpression(constraint.text()), "CHECK");
                checks.add(new Scalar.NamedCheck(constraint.name(), condition));
            }
            level = domain.base();
        }
        return notNull || !checks.isEmpty()
                ? new Scalar.DomainCheck(value, type, modifier, valueId, notNull, checks)
                : relabel(value, type);
    }

    /// Returns the scope of a domain's condition, of which VALUE is the only name.
    static Scope domainScope(Column value) {
        var table =
                new ScopeTable(
                        "",
                        "",
                        List.of(new ScopeColumn("value", value.value(), 0, 0)),
                        DataType.RECORD,
                        0,
                        ScopeTable.Kind.ROWS);
        return Scope.of(Namespace.of(table));
    }
}
