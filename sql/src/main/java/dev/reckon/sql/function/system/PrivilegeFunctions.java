package dev.reckon.sql.function.system;

import dev.reckon.sql.format.RegText;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// `has_table_privilege` and its relatives: may a role do something with an object? The role is the
/// current one unless it is given, by name or oid; the object is given by name or oid.
public final class PrivilegeFunctions {
    /// The words of privileges and the letters that an `aclitem` has for them.
    private static final Map<String, Character> LETTERS =
            Map.ofEntries(
                    Map.entry("SELECT", 'r'),
                    Map.entry("INSERT", 'a'),
                    Map.entry("UPDATE", 'w'),
                    Map.entry("DELETE", 'd'),
                    Map.entry("TRUNCATE", 'D'),
                    Map.entry("REFERENCES", 'x'),
                    Map.entry("TRIGGER", 't'),
                    Map.entry("USAGE", 'U'),
                    Map.entry("CREATE", 'C'),
                    Map.entry("CONNECT", 'c'),
                    Map.entry("TEMPORARY", 'T'),
                    Map.entry("TEMP", 'T'),
                    Map.entry("EXECUTE", 'X'),
                    Map.entry("SET", 's'),
                    Map.entry("ALTER SYSTEM", 'A'),
                    Map.entry("MEMBER", 'm'),
                    // Obsolete, and held by nobody.
                    Map.entry("RULE", 'R'));

    private static final Pattern OPTION =
            Pattern.compile(" +WITH +(GRANT|ADMIN) +OPTION$", Pattern.CASE_INSENSITIVE);

    /// Of the one database, as in `pg_database`.
    private static final long DATABASE_OID = 5;

    private PrivilegeFunctions() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        String name = signature.name();
        List<DataType> types = signature.argumentTypes();
        if (name.equals("pg_has_role")) {
            return Body.bool(row -> hasRole(row, types));
        }
        if (!name.startsWith("has_") || !name.endsWith("_privilege")) {
            return Body.Missing.MISSING;
        }
        int objectIndex = types.size() - (name.equals("has_column_privilege") ? 3 : 2);
        return switch (name) {
            case "has_table_privilege", "has_sequence_privilege" ->
                    Body.value(row -> {
                        Optional<Long> oid = relation(row, types, objectIndex);
                        if (name.equals("has_sequence_privilege")) {
                            oid.ifPresent(each -> requireSequence(row, each));
                        }
                        return ofObject(row, types, objectIndex, oid, 0);
                    });
            case "has_any_column_privilege" ->
                    Body.value(row ->
                            ofObject(
                                    row,
                                    types,
                                    objectIndex,
                                    relation(row, types, objectIndex),
                                    -1));
            case "has_column_privilege" -> Body.value(row -> ofColumn(row, types, objectIndex));
            case "has_schema_privilege" ->
                    Body.value(row ->
                            ofObject(row, types, objectIndex, schema(row, types, objectIndex), 0));
            case "has_function_privilege" ->
                    Body.value(row ->
                            ofObject(
                                    row, types, objectIndex, function(row, types, objectIndex), 0));
            case "has_type_privilege" ->
                    Body.value(row ->
                            ofObject(row, types, objectIndex, type(row, types, objectIndex), 0));
            case "has_database_privilege" ->
                    Body.value(row ->
                            ofObject(
                                    row, types, objectIndex, database(row, types, objectIndex), 0));
            default ->
                    // Languages and the like belong to everybody here.
                    Body.value(row -> ofObject(row, types, objectIndex, Optional.of(0L), 0));
        };
    }

    private static Optional<Long> relation(Row row, List<DataType> types, int index) {
        Names names = row.environment().names();
        if (isNumber(types.get(index))) {
            long oid = row.number(index);
            return names.relationName(oid).map(_ -> oid);
        }
        String text = row.text(index);
        return Optional.of(
                names.relationOid(RegText.path(text))
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"" + text + "\" does not exist")));
    }

    private static void requireSequence(Row row, long oid) {
        if (!row.environment().names().isSequence(oid)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\""
                            + row.environment().names().relationName(oid).orElse("")
                            + "\" is not a sequence");
        }
    }

    private static Optional<Long> schema(Row row, List<DataType> types, int index) {
        Names names = row.environment().names();
        if (isNumber(types.get(index))) {
            long oid = row.number(index);
            return names.schemaName(oid).map(_ -> oid);
        }
        String text = row.text(index);
        return Optional.of(
                names.schemaOid(text)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.INVALID_SCHEMA_NAME,
                                        "schema \"" + text + "\" does not exist")));
    }

    private static Optional<Long> function(Row row, List<DataType> types, int index) {
        Names names = row.environment().names();
        if (isNumber(types.get(index))) {
            long oid = row.number(index);
            return names.functionName(oid).map(_ -> oid);
        }
        String text = row.text(index);
        return Optional.of(
                names.functionOidOfSignature(text)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_FUNCTION,
                                        "function \"" + text + "\" does not exist")));
    }

    private static Optional<Long> type(Row row, List<DataType> types, int index) {
        Names names = row.environment().names();
        if (isNumber(types.get(index))) {
            long oid = row.number(index);
            return names.type(oid).map(_ -> oid);
        }
        String text = row.text(index);
        return Optional.of(
                names.type(RegText.path(text))
                        .map(each -> (long) each.oid())
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "type \"" + text + "\" does not exist")));
    }

    private static Optional<Long> database(Row row, List<DataType> types, int index) {
        if (isNumber(types.get(index))) {
            long oid = row.number(index);
            return oid == DATABASE_OID ? Optional.of(oid) : Optional.empty();
        }
        String text = row.text(index);
        if (!text.equals(row.environment().currentDatabase())) {
            throw new DatabaseException(
                    SqlState.INVALID_CATALOG_NAME, "database \"" + text + "\" does not exist");
        }
        return Optional.of(DATABASE_OID);
    }

    private static boolean isNumber(DataType type) {
        return switch (type.physical()) {
            case INT2, INT4, INT8 -> true;
            default -> false;
        };
    }

    /// Answers NULL for an object, or a column, that doesn't exist.
    ///
    /// @param column its number, 0 for the whole object, -1 for any column
    private static Value ofObject(
            Row row, List<DataType> types, int objectIndex, Optional<Long> object, int column) {
        String role = objectIndex == 0 ? row.environment().currentUser() : role(row, types);
        String[] words = row.text(types.size() - 1).split(",", -1);
        boolean any = false;
        for (String word : words) {
            char letter = letter(word);
            if (object.isEmpty()) {
                continue;
            }
            Optional<Boolean> has =
                    row.environment()
                            .names()
                            .hasPrivilege(role, object.get(), column, letter, isOption(word));
            if (has.isEmpty()) {
                return Value.Null.NULL;
            }
            any |= has.get();
        }
        return object.isEmpty() ? Value.Null.NULL : Value.bool(any);
    }

    private static Value ofColumn(Row row, List<DataType> types, int objectIndex) {
        Optional<Long> relation = relation(row, types, objectIndex);
        if (isNumber(types.get(objectIndex + 1))) {
            int number = row.integer(objectIndex + 1);
            return number <= 0
                    ? Value.Null.NULL
                    : ofObject(row, types, objectIndex, relation, number);
        }
        if (relation.isEmpty()) {
            return Value.Null.NULL;
        }
        Names names = row.environment().names();
        String column = row.text(objectIndex + 1);
        int number =
                names.columnNumber(relation.get(), column)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \""
                                                + column
                                                + "\" of relation \""
                                                + names.relationName(relation.get()).orElse("")
                                                + "\" does not exist"));
        return ofObject(row, types, objectIndex, relation, number);
    }

    private static String role(Row row, List<DataType> types) {
        Names names = row.environment().names();
        if (isNumber(types.get(0))) {
            long oid = row.number(0);
            return names.roleName(oid).orElse("public");
        }
        String name = row.text(0);
        if (!name.equals("public")) {
            requireRole(names, name);
        }
        return name;
    }

    private static long requireRole(Names names, String name) {
        return names.roleOid(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }

    private static boolean isOption(String privilege) {
        return OPTION.matcher(privilege.strip()).find();
    }

    private static char letter(String privilege) {
        String word = OPTION.matcher(privilege.strip()).replaceFirst("").toUpperCase(Locale.ROOT);
        Character letter = LETTERS.get(word);
        if (letter == null) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unrecognized privilege type: \"" + privilege.strip() + "\"");
        }
        return letter;
    }

    /// A superuser has every role; everybody has their own.
    private static boolean hasRole(Row row, List<DataType> types) {
        Names names = row.environment().names();
        int roleIndex = types.size() - 2;
        String role = roleIndex == 0 ? row.environment().currentUser() : role(row, types);
        if (names.roleOid(role).isEmpty() && roleIndex > 0) {
            // Everybody, and whoever is gone, belongs to no role.
            if (!isNumber(types.getFirst())) {
                requireRole(names, role);
            }
            return false;
        }
        long wanted =
                isNumber(types.get(roleIndex))
                        ? row.number(roleIndex)
                        : requireRole(names, row.text(roleIndex));
        boolean any = false;
        for (String word : row.text(types.size() - 1).split(",", -1)) {
            any |=
                    isOption(word)
                            ? names.isAdministrator(role, wanted)
                            : names.isMember(role, wanted, letter(word) != 'm');
        }
        return any;
    }
}
