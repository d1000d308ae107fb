package dev.reckon.sql.function.system;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
                    Map.entry("MEMBER", 'm'));

    private PrivilegeFunctions() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        String name = signature.name();
        if (name.equals("pg_has_role")) {
            return Body.bool(row -> hasRole(row, signature.argumentTypes()));
        }
        if (!name.startsWith("has_") || !name.endsWith("_privilege")) {
            return Body.Missing.MISSING;
        }
        boolean column = name.equals("has_column_privilege");
        int objectIndex = signature.argumentTypes().size() - (column ? 3 : 2);
        List<DataType> types = signature.argumentTypes();
        return switch (name) {
            case "has_table_privilege",
                    "has_any_column_privilege",
                    "has_column_privilege",
                    "has_sequence_privilege" ->
                    Body.value(row ->
                            ofObject(row, types, objectIndex, relation(row, types, objectIndex)));
            case "has_schema_privilege" ->
                    Body.value(row ->
                            ofObject(row, types, objectIndex, schema(row, types, objectIndex)));
            default ->
                    // Databases, languages and the like belong to everybody here.
                    Body.value(row -> ofObject(row, types, objectIndex, Optional.of(0L)));
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
                names.relationOid(List.of(text.split("\\.", -1)))
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"" + text + "\" does not exist")));
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

    private static boolean isNumber(DataType type) {
        return type.physical() == PhysicalType.INT8 || type.physical() == PhysicalType.INT4;
    }

    /// Answers NULL for an object that doesn't exist.
    private static Value ofObject(
            Row row, List<DataType> types, int objectIndex, Optional<Long> object) {
        if (object.isEmpty()) {
            return Value.Null.NULL;
        }
        String role = objectIndex == 0 ? row.environment().currentUser() : role(row, types);
        boolean any = false;
        for (String each : row.text(types.size() - 1).split(",", -1)) {
            any |= row.environment().names().hasPrivilege(role, object.get(), letter(each));
        }
        return Value.bool(any);
    }

    private static String role(Row row, List<DataType> types) {
        Names names = row.environment().names();
        if (isNumber(types.get(0))) {
            return names.roleName(row.number(0)).orElse("");
        }
        String name = row.text(0);
        var _ =
                names.roleOid(name)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "role \"" + name + "\" does not exist"));
        return name;
    }

    private static char letter(String privilege) {
        String word =
                privilege
                        .strip()
                        .toUpperCase(Locale.ROOT)
                        .replaceFirst(" WITH (GRANT|ADMIN) OPTION$", "");
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
        String wanted =
                isNumber(types.get(roleIndex))
                        ? names.roleName(row.number(roleIndex)).orElse("")
                        : row.text(roleIndex);
        return role.equals(wanted)
                || (role.equals(row.environment().currentUser())
                        && row.environment().setting("is_superuser").equals("on"));
    }
}
