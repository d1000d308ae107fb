package dev.reckon.sql.catalog;

import dev.reckon.sql.format.RegText;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.catalog.OperatorEntry;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The names and signatures of functions and operators, built in and made by statements, as regproc
/// and its relatives read and print them.
record FunctionNames(Catalog catalog, SearchPath searchPath, Names names) {
    private static final String SYSTEM = "pg_catalog";
    private static final String NO_OPERAND = "NONE";

    /// A function, wherever it comes from.
    private record Known(long oid, String schema, String name, List<DataType> arguments) {}

    private Optional<Known> known(long oid) {
        Optional<Known> builtIn =
                FunctionCatalog.builtInFunction((int) oid).map(FunctionNames::known);
        return builtIn.isPresent()
                ? builtIn
                : catalog.object(oid)
                        .filter(Routine.class::isInstance)
                        .map(object -> known((Routine) object));
    }

    private static Known known(FunctionEntry entry) {
        return new Known(
                Integer.toUnsignedLong(entry.oid()), SYSTEM, entry.name(), entry.argumentTypes());
    }

    private Known known(Routine routine) {
        return new Known(
                routine.oid(),
                catalog.schemaName(routine.schemaOid()),
                routine.name(),
                routine.argumentTypes());
    }

    /// Returns the functions that a name without arguments can mean.
    private List<Known> named(List<String> path) {
        List<Known> found = new ArrayList<>();
        catalog.routines(searchPath, path).forEach(routine -> found.add(known(routine)));
        if (path.size() == 1 || path.getFirst().equals(SYSTEM)) {
            FunctionCatalog.builtInFunctions(path.getLast())
                    .forEach(entry -> found.add(known(entry)));
        }
        return found;
    }

    /// Returns a name that alone means this function: with the schema when it is overloaded.
    Optional<String> name(long oid) {
        return known(oid)
                .map(function -> {
                    List<Known> same = named(List.of(function.name));
                    boolean alone = same.size() == 1 && same.getFirst().oid == oid;
                    String name = Identifiers.quote(function.name);
                    return alone ? name : Identifiers.quote(function.schema) + "." + name;
                });
    }

    Optional<String> signature(long oid) {
        return known(oid)
                .map(function -> {
                    boolean visible =
                            named(List.of(function.name)).stream()
                                    .anyMatch(same -> same.oid == oid);
                    return (visible ? "" : Identifiers.quote(function.schema) + ".")
                            + Identifiers.quote(function.name)
                            + function.arguments.stream()
                                    .map(DataType::sqlName)
                                    .collect(Collectors.joining(",", "(", ")"));
                });
    }

    /// @throws DatabaseException 42725 when the name means several
    Optional<Long> oid(List<String> path) {
        List<Known> found = named(path);
        if (found.size() > 1) {
            throw new DatabaseException(
                    SqlState.AMBIGUOUS_FUNCTION,
                    "more than one function named \"" + String.join(".", path) + "\"");
        }
        return found.stream().findFirst().map(Known::oid);
    }

    Optional<Long> oidOfSignature(String signature) {
        int open = signature.indexOf('(');
        if (open < 0 || !signature.endsWith(")")) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    open < 0 ? "expected a left parenthesis" : "expected a right parenthesis");
        }
        List<DataType> arguments = types(signature.substring(open + 1, signature.length() - 1));
        return named(RegText.path(signature.substring(0, open))).stream()
                .filter(function -> function.arguments.equals(arguments))
                .findFirst()
                .map(Known::oid);
    }

    private DataType type(String name) {
        return RegText.type(name, names)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "type \"" + name.strip() + "\" does not exist"));
    }

    private List<DataType> types(String list) {
        List<DataType> types = new ArrayList<>();
        if (list.isBlank()) {
            return types;
        }
        for (String name : list.split(",", -1)) {
            types.add(type(name));
        }
        return types;
    }

    private static Optional<OperatorEntry> operator(long oid) {
        return FunctionCatalog.builtInOperators().stream()
                .filter(entry -> Integer.toUnsignedLong(entry.oid()) == oid)
                .findFirst();
    }

    Optional<String> operatorName(long oid) {
        return operator(oid)
                .map(entry ->
                        FunctionCatalog.builtInOperators(entry.symbol()).size() == 1
                                ? entry.symbol()
                                : SYSTEM + "." + entry.symbol());
    }

    Optional<String> operatorSignature(long oid) {
        return operator(oid)
                .map(entry ->
                        entry.symbol()
                                + "("
                                + entry.left().map(DataType::sqlName).orElse(NO_OPERAND)
                                + ","
                                + entry.right().sqlName()
                                + ")");
    }

    /// Returns a symbol without its schema; empty when the schema is none that has operators.
    private static Optional<String> symbol(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            return Optional.of(text.strip());
        }
        return RegText.path(text.substring(0, dot)).getLast().equals(SYSTEM)
                ? Optional.of(text.substring(dot + 1).strip())
                : Optional.empty();
    }

    /// @throws DatabaseException 42725 when the symbol means several
    Optional<Long> operatorOid(String text) {
        List<OperatorEntry> found =
                symbol(text).map(FunctionCatalog::builtInOperators).orElse(List.of());
        if (found.size() > 1) {
            throw new DatabaseException(
                    SqlState.AMBIGUOUS_FUNCTION, "more than one operator named " + text);
        }
        return found.stream().findFirst().map(entry -> Integer.toUnsignedLong(entry.oid()));
    }

    Optional<Long> operatorOidOfSignature(String signature) {
        int open = signature.indexOf('(');
        if (open < 0 || !signature.endsWith(")")) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    open < 0 ? "expected a left parenthesis" : "expected a right parenthesis");
        }
        String[] operands = signature.substring(open + 1, signature.length() - 1).split(",", -1);
        if (operands.length != 2) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_PARAMETER,
                            operands.length < 2 ? "missing argument" : "too many arguments")
                    .withHint(
                            operands.length < 2
                                    ? "Use NONE to denote the missing argument of a unary operator."
                                    : "Provide two argument types for operator.");
        }
        boolean prefix = operands[0].strip().equalsIgnoreCase(NO_OPERAND);
        Optional<DataType> left = prefix ? Optional.empty() : Optional.of(type(operands[0]));
        DataType right = type(operands[1]);
        return symbol(signature.substring(0, open))
                .map(FunctionCatalog::builtInOperators)
                .orElse(List.of())
                .stream()
                .filter(entry -> entry.left().equals(left) && entry.right().equals(right))
                .findFirst()
                .map(entry -> Integer.toUnsignedLong(entry.oid()));
    }
}
