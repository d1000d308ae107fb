package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.storage.type.DataType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Resolves functions, operators and casts by PostgreSQL's rules (chapter "Type Conversion"), and
/// lists the built-in ones for `pg_catalog`. Immutable; safe for many threads; cheap to make.
///
/// Domains must be replaced by their base types before; `unknown` is the type of string constants
/// and of parameters without a type yet. Errors carry no position: the caller adds it.
public final class FunctionCatalog {
    private final Names names;
    private final FunctionResolution functions;
    private final OperatorResolution operators;
    private final Conversions conversions;

    /// Makes a catalog of the built-in functions only.
    public FunctionCatalog(Names names) {
        this(names, _ -> List.of());
    }

    /// Makes a catalog of the built-in functions and the caller's own.
    ///
    /// @param own returns the caller's functions that a call by name can mean
    public FunctionCatalog(Names names, Function<String, List<FunctionEntry>> own) {
        this.names = names;
        functions = new FunctionResolution(names, own);
        operators = new OperatorResolution(names);
        conversions = new Conversions(names);
    }

    /// Finds the function, aggregate, window function or table function that a call means.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42883 when there is none, 42725 when
    ///   several fit equally, 42804 when polymorphic types don't go together, 0A000 when PostgreSQL
    ///   has it and Reckon has not
    public ResolvedFunction function(FunctionCall call) {
        return functions.resolve(call);
    }

    /// Finds the operator between two operands.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException as [#function]
    public ResolvedOperator operator(String symbol, DataType left, DataType right) {
        return operators.resolve(symbol, List.of(left, right));
    }

    /// Finds the prefix operator of an operand.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException as [#function]
    public ResolvedOperator prefixOperator(String symbol, DataType operand) {
        return operators.resolve(symbol, List.of(operand));
    }

    /// Returns the function that makes one row of the columns that the caller declares, of a
    /// function that returns a `record`; empty when it has no such form.
    public Optional<TableFunction> ofDeclaredColumns(ResolvedFunction function) {
        return function.resultType().equals(DataType.RECORD)
                ? KernelLibrary.ofDeclaredColumns(function.entry(), function.argumentTypes(), names)
                : Optional.empty();
    }

    /// Returns whether a value of one type can become another in a context; an unknown constant can
    /// become any.
    public boolean canConvert(DataType source, DataType target, CastContext context) {
        return TypeRules.canConvert(source, target, context, names);
    }

    /// Returns how a value of one type becomes another; empty when it can't in that context. A
    /// constant of type unknown is not converted but read by `ValueFormat.readText`; other values
    /// of type unknown are converted as text is.
    public Optional<Conversion> conversion(DataType source, DataType target, CastContext context) {
        return conversions.find(source, target, context);
    }

    /// Returns the function that makes a value of a type fit a type modifier: `varchar(3)`,
    /// `numeric(5,2)`, `timestamp(0)`, `bit(4)`, and arrays of these. Empty when the modifier asks
    /// for nothing.
    ///
    /// @param explicit whether the user asked for the conversion: then strings are cut silently;
    ///   otherwise that is 22001 unless only blanks are lost
    public Optional<ScalarFunction> lengthCoercion(DataType type, int modifier, boolean explicit) {
        return conversions.lengthCoercion(type, modifier, explicit);
    }

    /// Returns the one type of UNION branches, CASE results, VALUES columns, ARRAY elements and the
    /// like; text when all are unknown.
    ///
    /// @param construct how the error names the place: `UNION`, `CASE`, `VALUES`, `ARRAY`,
    ///   `COALESCE`, `GREATEST`, …
    /// @throws dev.reckon.storage.error.DatabaseException 42804 when there is none
    public DataType commonType(List<DataType> types, String construct) {
        return CommonType.select(types, construct, names);
    }

    /// Checks that the arguments of a function say what its polymorphic results are.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42P13 when they don't
    public static void requireDeterminable(List<DataType> inputs, List<DataType> outputs) {
        outputs.forEach(output -> PolymorphicTypes.requireDeterminable(inputs, output));
    }

    /// Returns whether a type stands for others, as `anyelement` does.
    public static boolean isPolymorphic(DataType type) {
        return PolymorphicTypes.isPolymorphic(type);
    }

    /// Returns a built-in function by its oid.
    public static Optional<FunctionEntry> builtInFunction(int oid) {
        return Optional.ofNullable(CatalogTables.BUILT_IN.functions().get(oid));
    }

    /// Returns the built-in functions of a name.
    public static List<FunctionEntry> builtInFunctions(String name) {
        return CatalogTables.BUILT_IN.functions(name);
    }

    /// Returns every built-in function, for `pg_proc`.
    public static Collection<FunctionEntry> builtInFunctions() {
        return CatalogTables.BUILT_IN.functions().values();
    }

    /// Returns every built-in operator, for `pg_operator`.
    public static Collection<OperatorEntry> builtInOperators() {
        return CatalogTables.BUILT_IN.operators().values();
    }

    /// Returns the operators of a symbol.
    public static List<OperatorEntry> builtInOperators(String symbol) {
        return CatalogTables.BUILT_IN.operators(symbol);
    }

    /// Returns every built-in cast, for `pg_cast`.
    public static Collection<CastEntry> builtInCasts() {
        return CatalogTables.BUILT_IN.casts().values();
    }

    /// Returns what `pg_aggregate` knows of every built-in aggregate.
    public static Collection<AggregateEntry> builtInAggregates() {
        return CatalogTables.BUILT_IN.aggregates().values();
    }
}
