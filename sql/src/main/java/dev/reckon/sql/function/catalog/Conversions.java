package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.convert.ArrayConversion;
import dev.reckon.sql.function.convert.LengthCoercion;
import dev.reckon.sql.function.convert.RowConversion;
import dev.reckon.sql.function.convert.TextConversion;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Finds casts and makes their kernels.
record Conversions(Names names) {

    Optional<Conversion> find(DataType source, DataType target, CastContext context) {
        DataType from = source.equals(DataType.UNKNOWN) ? DataType.TEXT : source;
        CastContext allowed = source.equals(DataType.UNKNOWN) ? CastContext.EXPLICIT : context;
        return TypeRules.path(from, target, allowed, names).map(path -> make(path, from, target));
    }

    private Conversion make(TypeRules.Path path, DataType source, DataType target) {
        if (source.equals(DataType.INT2) || source.equals(DataType.INT4)) {
            if (target.equals(DataType.OID)) {
                return call(source, target, Volatility.IMMUTABLE, bits(target));
            }
        } else if (source.equals(DataType.OID) && target.equals(DataType.INT4)) {
            return call(source, target, Volatility.IMMUTABLE, bits(target));
        }
        return switch (path) {
            case TypeRules.Path.Relabel _ -> Conversion.Relabel.RELABEL;
            case TypeRules.Path.Call(CastEntry cast) -> {
                FunctionEntry entry = CatalogTables.BUILT_IN.function(cast.functionOid());
                yield new Conversion.Call(
                        KernelLibrary.scalar(entry, List.of(source), target, false, names));
            }
            case TypeRules.Path.Text _ ->
                    call(
                            source,
                            target,
                            TextConversion.volatility(source, target),
                            TextConversion.kernel(source, target));
            case TypeRules.Path.Elements(DataType from, DataType to, TypeRules.Path of) ->
                    switch (make(of, from, to)) {
                        case Conversion.Relabel relabel -> relabel;
                        case Conversion.Call(ScalarFunction function) ->
                                call(
                                        source,
                                        target,
                                        function.volatility(),
                                        ArrayConversion.kernel(from, function.kernel()));
                    };
            case TypeRules.Path.Fields _ -> Conversion.Relabel.RELABEL;
            case TypeRules.Path.Shape _ ->
                    call(
                            source,
                            target,
                            Volatility.STABLE,
                            RowConversion.shaping(names.fields(source)));
        };
    }

    /// The 32 bits that an oid and an integer share.
    private static Kernel bits(DataType target) {
        return (arguments, rows, _) -> {
            var builder = new VectorBuilder(target.physical(), rows.rowCount());
            for (int row = 0; row < rows.rowCount(); row++) {
                if (arguments.getFirst().value(row) instanceof Value.Int(long number)) {
                    builder.appendLong(
                            target.equals(DataType.OID)
                                    ? Integer.toUnsignedLong((int) number)
                                    : (int) number);
                } else {
                    builder.appendNull();
                }
            }
            return builder.build();
        };
    }

    private static Conversion call(
            DataType source, DataType target, Volatility volatility, Kernel kernel) {
        return new Conversion.Call(
                new ScalarFunction(
                        0,
                        target.name(),
                        List.of(source),
                        false,
                        target,
                        true,
                        volatility,
                        kernel));
    }

    Optional<ScalarFunction> lengthCoercion(DataType type, int modifier, boolean explicit) {
        if (modifier < 0) {
            return Optional.empty();
        }
        DataType scalar = type.isArray() ? TypeRules.element(type, names).orElse(type) : type;
        return LengthCoercion.kernel(scalar, modifier, explicit)
                .map(kernel -> type.isArray() ? ArrayConversion.kernel(scalar, kernel) : kernel)
                .map(kernel ->
                        new ScalarFunction(
                                0,
                                type.name(),
                                List.of(type),
                                false,
                                type,
                                true,
                                Volatility.IMMUTABLE,
                                kernel));
    }
}
