package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.sql.function.aggregate.Aggregates;
import dev.reckon.sql.function.array.ArrayFunctions;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.sql.function.compare.ComparisonFunctions;
import dev.reckon.sql.function.compare.HashFunctions;
import dev.reckon.sql.function.compare.RecordImages;
import dev.reckon.sql.function.convert.BinaryForms;
import dev.reckon.sql.function.convert.VariadicArray;
import dev.reckon.sql.function.datetime.DateTimeFunctions;
import dev.reckon.sql.function.geometry.GeometryFunctions;
import dev.reckon.sql.function.json.JsonFunctions;
import dev.reckon.sql.function.json.path.PathFunctions;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.KernelFamily;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.network.BitFunctions;
import dev.reckon.sql.function.network.InetFunctions;
import dev.reckon.sql.function.network.MacAddressFunctions;
import dev.reckon.sql.function.number.MoneyFunctions;
import dev.reckon.sql.function.number.NumberConversions;
import dev.reckon.sql.function.number.NumberFunctions;
import dev.reckon.sql.function.range.RangeFunctions;
import dev.reckon.sql.function.set.TableFunctions;
import dev.reckon.sql.function.system.AclDefaults;
import dev.reckon.sql.function.system.AdvisoryLockFunctions;
import dev.reckon.sql.function.system.CatalogFunctions;
import dev.reckon.sql.function.system.EnumFunctions;
import dev.reckon.sql.function.system.LargeObjectFunctions;
import dev.reckon.sql.function.system.PrivilegeFunctions;
import dev.reckon.sql.function.system.SequenceFunctions;
import dev.reckon.sql.function.system.SessionControlFunctions;
import dev.reckon.sql.function.system.SessionFunctions;
import dev.reckon.sql.function.system.TypeMeasures;
import dev.reckon.sql.function.template.TemplateFunctions;
import dev.reckon.sql.function.text.ByteFunctions;
import dev.reckon.sql.function.text.RegexFunctions;
import dev.reckon.sql.function.text.SizeText;
import dev.reckon.sql.function.text.TextFunctions;
import dev.reckon.sql.function.text.XmlFunctions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Joins the rows of the catalogs with what computes them.
final class KernelLibrary {
    private static final List<KernelFamily> FAMILIES =
            List.of(
                    GeometryFunctions::find,
                    ComparisonFunctions::find,
                    HashFunctions::find,
                    RecordImages::find,
                    NumberFunctions::find,
                    NumberConversions::find,
                    DateTimeFunctions::find,
                    SessionFunctions::find,
                    SequenceFunctions::find,
                    LargeObjectFunctions::find,
                    AdvisoryLockFunctions::find,
                    SessionControlFunctions::find,
                    CatalogFunctions::find,
                    PrivilegeFunctions::find,
                    AclDefaults::find,
                    TypeMeasures::find,
                    TextFunctions::find,
                    XmlFunctions::find,
                    RegexFunctions::find,
                    ByteFunctions::find,
                    ArrayFunctions::find,
                    RangeFunctions::find,
                    EnumFunctions::find,
                    MoneyFunctions::find,
                    SizeText::find,
                    BinaryForms::find,
                    InetFunctions::find,
                    MacAddressFunctions::find,
                    BitFunctions::find,
                    TemplateFunctions::find,
                    JsonFunctions::find,
                    PathFunctions::find);

    private KernelLibrary() {}

    /// Returns what carries out a function of any kind.
    static Target target(
            FunctionEntry entry, PolymorphicTypes.Resolution types, boolean expanded, Names names) {
        return switch (entry.kind()) {
            case WINDOW ->
                    new Target.Window(
                            new WindowFunction(
                                    entry.oid(),
                                    entry.name(),
                                    entry.argumentTypes(),
                                    types.resultType(),
                                    WindowFunction.Kind.valueOf(
                                            entry.name().toUpperCase(Locale.ROOT))));
            case AGGREGATE -> new Target.Aggregate(aggregate(entry, types, names));
            case FUNCTION, PROCEDURE ->
                    entry.returnsSet() || isRowOfDeclaredColumns(entry)
                            ? new Target.Table(table(entry, types, expanded, names))
                            : new Target.Scalar(
                                    scalar(
                                            entry,
                                            types.argumentTypes(),
                                            types.resultType(),
                                            expanded,
                                            names));
        };
    }

    /// json_to_record: one row, whose columns the caller declares.
    private static boolean isRowOfDeclaredColumns(FunctionEntry entry) {
        return entry.resultType().equals(DataType.RECORD)
                && entry.columns().isEmpty()
                && entry.name().endsWith("_to_record");
    }

    /// Returns the function that makes rows of the columns that the caller declares, of a function
    /// that returns one row of its argument's type; empty when it has no such form.
    static Optional<TableFunction> ofDeclaredColumns(
            FunctionEntry entry, List<DataType> types, Names names) {
        var signature =
                new Signature(
                        entry.signature(),
                        entry.name(),
                        types,
                        DataType.RECORD,
                        Optional.empty(),
                        names);
        return TableFunctions.find(signature)
                .map(implementation ->
                        new TableFunction(
                                entry.oid(),
                                entry.name(),
                                entry.argumentTypes(),
                                List.of(),
                                List.of(),
                                entry.strict(),
                                entry.volatility(),
                                implementation));
    }

    /// Returns a function with the kernel for actual types.
    static ScalarFunction scalar(
            FunctionEntry entry,
            List<DataType> argumentTypes,
            DataType resultType,
            boolean expanded,
            Names names) {
        Kernel kernel =
                find(entry, argumentTypes, resultType, expanded, names)
                        .orElseThrow(() -> notSupported(entry));
        return new ScalarFunction(
                entry.oid(),
                entry.name(),
                entry.argumentTypes(),
                entry.variadic(),
                entry.resultType(),
                // A NULL among the values of a variadic parameter is one of its array.
                entry.strict() && !(expanded && !takesAny(entry)),
                entry.volatility(),
                kernel);
    }

    private static Optional<Kernel> find(
            FunctionEntry entry,
            List<DataType> argumentTypes,
            DataType resultType,
            boolean expanded,
            Names names) {
        boolean any = takesAny(entry);
        boolean spreads = any && !expanded && argumentTypes.size() == entry.parameters().size();
        List<DataType> actualTypes =
                spreads ? withElementLast(argumentTypes, names) : argumentTypes;
        var signature =
                new Signature(
                        entry.signature(),
                        entry.name(),
                        actualTypes,
                        resultType,
                        CatalogTables.BUILT_IN.symbolOf(entry.oid()),
                        names);
        for (KernelFamily family : FAMILIES) {
            Body body = family.find(signature);
            if (!(body instanceof Body.Missing)) {
                Kernel kernel = Bodies.kernel(body, entry.strict(), resultType);
                if (spreads) {
                    // format alone takes no array for an empty one.
                    return Optional.of(
                            VariadicArray.spread(
                                    kernel,
                                    actualTypes.getLast().physical(),
                                    resultType.physical(),
                                    !entry.name().equals("format")));
                }
                return Optional.of(
                        expanded && !any
                                ? VariadicArray.pack(kernel, entry.parameters().size() - 1)
                                : kernel);
            }
        }
        return Optional.empty();
    }

    private static boolean takesAny(FunctionEntry entry) {
        return entry.variadic() && entry.parameters().getLast().type().equals(DataType.ANY);
    }

    private static List<DataType> withElementLast(List<DataType> types, Names names) {
        DataType array = types.getLast();
        DataType element =
                DataType.builtIn(array.elementOid())
                        .or(() -> names.type(array.elementOid()))
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "VARIADIC argument must be an array"));
        List<DataType> elements = new ArrayList<>(types.subList(0, types.size() - 1));
        elements.add(element);
        return elements;
    }

    private static AggregateFunction aggregate(
            FunctionEntry entry, PolymorphicTypes.Resolution types, Names names) {
        AggregateEntry facts =
                Objects.requireNonNull(CatalogTables.BUILT_IN.aggregates().get(entry.oid()));
        var signature =
                new Signature(
                        entry.signature(),
                        entry.name(),
                        types.argumentTypes(),
                        types.resultType(),
                        Optional.empty(),
                        names);
        AggregateFunction.Implementation implementation =
                Aggregates.find(signature, facts.kind()).orElseThrow(() -> notSupported(entry));
        return new AggregateFunction(
                entry.oid(),
                entry.name(),
                facts.kind(),
                entry.argumentTypes(),
                entry.variadic(),
                entry.resultType(),
                Aggregates.isOrderSensitive(entry.name()),
                implementation);
    }

    private static TableFunction table(
            FunctionEntry entry, PolymorphicTypes.Resolution types, boolean expanded, Names names) {
        var signature =
                new Signature(
                        entry.signature(),
                        entry.name(),
                        types.argumentTypes(),
                        types.resultType(),
                        Optional.empty(),
                        names);
        TableFunction.Implementation implementation =
                TableFunctions.find(signature).orElseThrow(() -> notSupported(entry));
        boolean scalar = entry.columns().isEmpty() && !types.resultType().equals(DataType.RECORD);
        return new TableFunction(
                entry.oid(),
                entry.name(),
                entry.argumentTypes(),
                scalar
                        ? List.of(entry.name())
                        : entry.columns().stream().map(FunctionEntry.Parameter::name).toList(),
                scalar
                        ? List.of(types.resultType())
                        : entry.columns().stream()
                                .map(column -> types.actual(column.type()))
                                .toList(),
                entry.strict(),
                entry.volatility(),
                expanded
                        ? VariadicArray.pack(implementation, entry.parameters().size() - 1)
                        : implementation);
    }

    private static DatabaseException notSupported(FunctionEntry entry) {
        return DatabaseException.notSupported(
                "function " + entry.signature(), "PostgreSQL has this function, Reckon not yet.");
    }
}
