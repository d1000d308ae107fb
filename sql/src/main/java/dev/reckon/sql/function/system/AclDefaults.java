package dev.reckon.sql.function.system;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// `acldefault(kind, owner)`: the privileges on an object on which nothing was granted or revoked.
/// Dumps compare it with an object's own list. Source: PostgreSQL's table "Summary of Access
/// Privileges".
public final class AclDefaults {
    private AclDefaults() {}

    /// Finds the function.
    public static Body find(Signature signature) {
        return signature.name().equals("acldefault")
                ? Body.value(AclDefaults::items)
                : Body.Missing.MISSING;
    }

    private static Value items(Row row) {
        String kind = row.text(0);
        Names names = row.environment().names();
        long oid = row.number(1);
        String owner = names.roleName(oid).map(AclDefaults::quoted).orElse(String.valueOf(oid));
        String grantee = oid == 0 ? "" : owner; // Nobody's number is that of everybody.
        List<Value> items = new ArrayList<>();
        String everybody = ofEverybody(kind);
        if (!everybody.isEmpty()) {
            items.add(Value.text("=" + everybody + "/" + owner));
        }
        String own = ofOwner(kind);
        if (!own.isEmpty()) {
            items.add(Value.text(grantee + "=" + own + "/" + owner));
        }
        return Value.Array.of(items);
    }

    /// An item quotes what is not a word, whatever the case of its letters.
    private static String quoted(String role) {
        return role.matches("\\w+") ? role : '"' + role.replace("\"", "\"\"") + '"';
    }

    private static String ofEverybody(String kind) {
        return switch (kind) {
            case "d" -> "Tc";
            case "f" -> "X";
            case "l", "T" -> "U";
            default -> "";
        };
    }

    private static String ofOwner(String kind) {
        return switch (kind) {
            case "c" -> "";
            case "r" -> "arwdDxt";
            case "s" -> "rwU";
            case "d" -> "CTc";
            case "f" -> "X";
            case "l", "F", "S", "T" -> "U";
            case "L" -> "rw";
            case "n" -> "UC";
            case "p" -> "sA";
            case "t" -> "C";
            default ->
                    throw new DatabaseException(
                            SqlState.INTERNAL_ERROR, "unrecognized objtype abbreviation: " + kind);
        };
    }
}
