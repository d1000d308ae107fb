package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Constants of known types as trees, in the form that PostgreSQL shows: `5`, `1.5`, `true`,
/// `'x'::text`.
record ConstantTrees(Binder binder, TypeNames types) {
    /// Returns a constant of yet unknown type in the type that it has taken.
    ///
    /// @param modifier of the type that a cast asks for; -1 when there is none
    Expression literal(Value text, DataType type, int modifier) {
        DataType base = binder.coercion.base(type);
        if (text.isNull()) {
            return cast(new Expression.NullConstant(-1), types.of(type, modifier));
        }
        if (base.category() == TypeCategory.PSEUDO) {
            return new Expression.StringConstant(text.toString(), -1);
        }
        int unit = base.equals(DataType.INTERVAL) ? modifier : -1;
        Scalar read =
                binder.coercion.explicit(
                        new Scalar.Constant(text, DataType.UNKNOWN, -1), base, unit, -1);
        Expression plain =
                read instanceof Scalar.Constant constant
                        ? constant(constant.value(), base)
                        : cast(
                                new Expression.StringConstant(text.toString(), -1),
                                types.of(base, -1));
        if (!type.equals(base)) {
            return cast(plain, types.of(type, modifier));
        }
        if (modifier < 0) {
            return plain;
        }
        return cast(
                plain instanceof Expression.Cast labelled ? labelled.operand() : plain,
                types.of(type, modifier));
    }

    /// Returns a constant.
    Expression constant(Value value, DataType type) {
        TypeName name = types.of(type, -1);
        if (value.isNull()) {
            return cast(new Expression.NullConstant(-1), name);
        }
        String text = text(value, type);
        return switch (type.name()) {
            case "bool" -> new Expression.BooleanConstant(text.equals("t"), -1);
            case "int4" ->
                    text.startsWith("-")
                            ? quoted(text, name)
                            : new Expression.IntegerConstant(Integer.parseInt(text), -1);
            case "numeric" ->
                    Character.isDigit(text.charAt(0)) && text.matches(".*[eE.].*")
                            ? new Expression.NumericConstant(text, -1)
                            : quoted(text, name);
            case "bit", "varbit" -> cast(new Expression.BitConstant(text, false, -1), name);
            default -> quoted(text, name);
        };
    }

    private static Expression quoted(String text, TypeName type) {
        return cast(new Expression.StringConstant(text, -1), type);
    }

    static Expression cast(Expression operand, TypeName type) {
        return new Expression.Cast(operand, type, Expression.CastForm.COLONS, -1);
    }

    /// Objects are named with their schemas, so that the search path does not matter.
    private String text(Value value, DataType type) {
        if (value instanceof Value.Int(long oid)) {
            var names = new CatalogNames(binder.catalog, new SearchPath(List.of(), ""));
            Optional<String> name =
                    switch (type.name()) {
                        case "regclass" -> names.relationName(oid);
                        case "regproc" -> names.functionName(oid);
                        case "regprocedure" -> names.functionSignature(oid);
                        default -> Optional.empty();
                    };
            if (name.isPresent()) {
                return name.get();
            }
        }
        return ValueFormat.text(value, type, binder.environment);
    }
}
