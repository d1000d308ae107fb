package dev.reckon.sql.function.set;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// The rows of `aclexplode(aclitem[])`: one for each privilege that somebody was granted.
final class AclRows {
    private AclRows() {}

    /// Returns a row for each privilege of each item.
    ///
    /// @param types of grantor, grantee (0 is PUBLIC), the privilege's name, whether it can be
    ///   granted on
    static Rows of(Value items, List<DataType> types, Names names) {
        if (!(items instanceof Value.Array array)) {
            return TableRows.none();
        }
        List<List<Value>> rows = new ArrayList<>();
        for (Value item : array.elements()) {
            explode(item.toString(), names, rows);
        }
        return TableRows.of(types, rows.iterator());
    }

    /// An item is `grantee=letters/grantor`, with a star after each letter that can be granted on.
    private static void explode(String item, Names names, List<List<Value>> rows) {
        int equals = endOfName(item, 0);
        int slash = item.indexOf('/', equals);
        Value grantee = new Value.Int(equals == 0 ? 0 : oid(item.substring(0, equals), names));
        Value grantor = new Value.Int(oid(item.substring(slash + 1), names));
        for (int i = equals + 1; i < slash; i++) {
            boolean grantable = item.charAt(i + 1) == '*';
            rows.add(
                    List.of(
                            grantor,
                            grantee,
                            Value.text(privilege(item.charAt(i))),
                            Value.bool(grantable)));
            if (grantable) {
                i++;
            }
        }
    }

    private static int endOfName(String item, int start) {
        boolean quoted = false;
        for (int i = start; i < item.length(); i++) {
            if (item.charAt(i) == '"') {
                quoted = !quoted;
            } else if (item.charAt(i) == '=' && !quoted) {
                return i;
            }
        }
        throw new DatabaseException(
                SqlState.INVALID_TEXT_REPRESENTATION, "missing \"=\" sign in: " + item);
    }

    /// Returns a role's oid; a role that is gone stands as its number.
    private static long oid(String written, Names names) {
        String name =
                written.startsWith("\"")
                        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                        : written;
        return names.roleOid(name).orElseGet(() -> Long.parseLong(name));
    }

    private static String privilege(char letter) {
        return switch (letter) {
            case 'a' -> "INSERT";
            case 'r' -> "SELECT";
            case 'w' -> "UPDATE";
            case 'd' -> "DELETE";
            case 'D' -> "TRUNCATE";
            case 'x' -> "REFERENCES";
            case 't' -> "TRIGGER";
            case 'X' -> "EXECUTE";
            case 'U' -> "USAGE";
            case 'C' -> "CREATE";
            case 'T' -> "TEMPORARY";
            case 'c' -> "CONNECT";
            case 's' -> "SET";
            case 'A' -> "ALTER SYSTEM";
            default -> throw new IllegalStateException("no privilege is " + letter);
        };
    }
}
