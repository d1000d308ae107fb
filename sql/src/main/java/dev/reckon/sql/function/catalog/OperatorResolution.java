package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Finds operators: PostgreSQL's section "Operators" of the chapter "Type Conversion".
record OperatorResolution(Names names) {

    ResolvedOperator resolve(String symbol, List<DataType> actual) {
        List<Overloads.Candidate<OperatorEntry>> candidates =
                CatalogTables.BUILT_IN.operators(symbol).stream()
                        .filter(entry -> entry.left().isPresent() == (actual.size() == 2))
                        .map(entry -> new Overloads.Candidate<>(entry, types(entry)))
                        .toList();
        Optional<OperatorEntry> exact = exact(candidates, actual);
        if (exact.isPresent()) {
            return resolved(exact.get(), actual);
        }
        var chosen = new Overloads<>(candidates, actual, names).choose();
        if (chosen.size() == 1) {
            return resolved(chosen.getFirst().target(), actual);
        }
        String shown =
                actual.size() == 2
                        ? actual.get(0) + " " + symbol + " " + actual.get(1)
                        : symbol + " " + actual.get(0);
        if (chosen.isEmpty()) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + shown)
                    .withHint(
                            actual.size() == 2
                                    ? "No operator matches the given name and argument types. You"
                                            + " might need to add explicit type casts."
                                    : "No operator matches the given name and argument type. You"
                                            + " might need to add an explicit type cast.");
        }
        throw new DatabaseException(SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: " + shown)
                .withHint(
                        "Could not choose a best candidate operator. You might need to add explicit"
                                + " type casts.");
    }

    private static List<DataType> types(OperatorEntry entry) {
        return entry.left().isPresent()
                ? List.of(entry.left().get(), entry.right())
                : List.of(entry.right());
    }

    /// An unknown operand is taken for the other's type here.
    private static Optional<OperatorEntry> exact(
            List<Overloads.Candidate<OperatorEntry>> candidates, List<DataType> actual) {
        List<DataType> wanted = actual;
        if (actual.size() == 2) {
            boolean leftUnknown = actual.get(0).equals(DataType.UNKNOWN);
            boolean rightUnknown = actual.get(1).equals(DataType.UNKNOWN);
            if (leftUnknown && rightUnknown) {
                return Optional.empty();
            }
            wanted =
                    List.of(
                            leftUnknown ? actual.get(1) : actual.get(0),
                            rightUnknown ? actual.get(0) : actual.get(1));
        }
        for (Overloads.Candidate<OperatorEntry> candidate : candidates) {
            if (candidate.types().equals(wanted)) {
                return Optional.of(candidate.target());
            }
        }
        return Optional.empty();
    }

    private ResolvedOperator resolved(OperatorEntry entry, List<DataType> actual) {
        var types =
                PolymorphicTypes.resolve(actual, types(entry), Optional.of(entry.result()), names);
        FunctionEntry function = CatalogTables.BUILT_IN.function(entry.functionOid());
        return new ResolvedOperator(
                entry,
                types.argumentTypes(),
                types.resultType(),
                KernelLibrary.scalar(
                        function, types.argumentTypes(), types.resultType(), false, names));
    }
}
