package dev.reckon.sql.format;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The reg* types: oids that are written as names.
public final class RegText {
    private static final long OID_MAX = 0xFFFF_FFFFL;

    private RegText() {}

    /// Returns the name behind an oid, the number when there is none, `-` for 0.
    static String text(long oid, DataType type, Environment environment) {
        if (oid == 0) {
            return "-";
        }
        Names names = environment.names();
        Optional<String> name =
                switch (type.name()) {
                    case "regclass" -> names.relationName(oid);
                    case "regtype" ->
                            DataType.builtIn((int) oid)
                                    .or(() -> names.type(oid))
                                    .map(names::typeName);
                    case "regrole" -> names.roleName(oid).map(RegText::quoteName);
                    case "regnamespace" -> names.schemaName(oid).map(RegText::quoteName);
                    case "regproc" -> names.functionName(oid);
                    case "regprocedure" -> names.functionSignature(oid);
                    case "regoper" -> names.operatorName(oid);
                    case "regoperator" -> names.operatorSignature(oid);
                    case "regconfig" -> Optional.of("english").filter(_ -> oid == ENGLISH_OID);
                    case "regcollation" -> collation(oid);
                    default -> Optional.empty();
                };
        return name.orElse(Long.toString(oid));
    }

    /// PostgreSQL's oid of the text search configuration `english`.
    private static final int ENGLISH_OID = 13_257;

    private static Optional<Long> collationOid(List<String> path) {
        if (path.size() > 1 && !path.getFirst().equals("pg_catalog")) {
            return Optional.empty();
        }
        return switch (path.getLast()) {
            case "default" -> Optional.of(100L);
            case "C" -> Optional.of(950L);
            case "POSIX" -> Optional.of(951L);
            default -> Optional.empty();
        };
    }

    /// Returns a name that has no schema.
    private static String single(String text) {
        List<String> path = path(text);
        if (path.size() > 1) {
            throw invalidName();
        }
        return path.getFirst();
    }

    private static Optional<String> collation(long oid) {
        return switch ((int) oid) {
            case 100 -> Optional.of("\"default\"");
            case 950 -> Optional.of("\"C\"");
            case 951 -> Optional.of("\"POSIX\"");
            default -> Optional.empty();
        };
    }

    /// Reads a name or a number.
    ///
    /// @throws DatabaseException 42P01, 42704, 42883, 3F000
    public static long read(String text, DataType type, Environment environment) {
        String trimmed = text.strip();
        if (trimmed.equals("-")) {
            return 0;
        }
        if (trimmed.matches("[0-9]{1,10}")) {
            return NumberText.readInteger(trimmed, DataType.OID, 0, OID_MAX);
        }
        return find(trimmed, type, environment)
                .orElseThrow(() -> missing(trimmed, type, environment));
    }

    /// Returns the oid behind a name; empty when there is none.
    ///
    /// @throws DatabaseException 42602 when the name is malformed
    public static Optional<Long> find(String text, DataType type, Environment environment) {
        Names names = environment.names();
        return switch (type.name()) {
            case "regclass" -> names.relationOid(path(text));
            case "regtype" -> type(text, names).map(found -> Integer.toUnsignedLong(found.oid()));
            case "regrole" -> names.roleOid(single(text));
            case "regnamespace" -> names.schemaOid(single(text));
            case "regcollation" -> collationOid(path(text));
            case "regproc" -> names.functionOid(path(text));
            case "regprocedure" -> names.functionOidOfSignature(text);
            case "regoper" -> names.operatorOid(text);
            case "regoperator" -> names.operatorOidOfSignature(text);
            case "regconfig" ->
                    Optional.of((long) ENGLISH_OID)
                            .filter(_ -> path(text).getLast().equals("english"));
            default -> Optional.empty();
        };
    }

    /// The schema of a qualified name; empty when the name has none.
    private static Optional<String> schema(String text) {
        int end = text.indexOf('(') < 0 ? text.length() : text.indexOf('(');
        int dot = text.lastIndexOf('.', end);
        return dot <= 0 ? Optional.empty() : Optional.of(path(text.substring(0, dot)).getLast());
    }

    private static DatabaseException missing(String text, DataType type, Environment environment) {
        boolean hasSchema = !type.equals(DataType.REGROLE) && !type.equals(DataType.REGNAMESPACE);
        Optional<String> schema = hasSchema ? schema(text) : Optional.empty();
        if (schema.isPresent() && environment.names().schemaOid(schema.get()).isEmpty()) {
            return new DatabaseException(
                    SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema.get() + "\" does not exist");
        }
        return switch (type.name()) {
            case "regclass" ->
                    new DatabaseException(
                            SqlState.UNDEFINED_TABLE,
                            "relation \"" + String.join(".", path(text)) + "\" does not exist");
            case "regtype" ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT, "type \"" + text + "\" does not exist");
            case "regrole" ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "role \"" + path(text).getFirst() + "\" does not exist");
            case "regnamespace" ->
                    new DatabaseException(
                            SqlState.INVALID_SCHEMA_NAME,
                            "schema \"" + path(text).getFirst() + "\" does not exist");
            case "regproc", "regprocedure" ->
                    new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "function \"" + text + "\" does not exist");
            case "regoper", "regoperator" ->
                    new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + text);
            default ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            type.name().substring("reg".length())
                                    + " \""
                                    + text
                                    + "\" does not exist");
        };
    }

    /// Finds a type by what SQL calls it: `int[]`, `varchar(20)`, `pg_catalog.int4`.
    public static Optional<DataType> type(String text, Names names) {
        String name = text.strip();
        if (name.endsWith("[]")) {
            return type(name.substring(0, name.length() - 2), names)
                    .filter(element -> element.arrayOid() != 0)
                    .map(DataType::newArray);
        }
        int open = name.indexOf('(');
        int close = name.indexOf(')');
        if (open > 0 && close > open) {
            name = (name.substring(0, open).strip() + name.substring(close + 1)).strip();
        }
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String canonical =
                switch (lower) {
                    case "int" -> "int4";
                    case "decimal", "dec" -> "numeric";
                    case "float" -> "float8";
                    case "char" -> "bpchar";
                    case "\"char\"" -> "char";
                    case "time", "time without time zone" -> "time";
                    case "timestamp", "timestamp without time zone" -> "timestamp";
                    default -> name;
                };
        Optional<DataType> builtIn =
                DataType.builtIns().stream()
                        .filter(type -> type.sqlName().equals(lower))
                        .findFirst();
        if (builtIn.isPresent() && !canonical.equals("char")) {
            return builtIn;
        }
        List<String> path = path(canonical);
        if (path.size() == 1 || path.getFirst().equals("pg_catalog")) {
            Optional<DataType> known =
                    DataType.builtIn(path.getLast())
                            .filter(type -> !type.isArray() || path.getLast().startsWith("_"));
            if (known.isPresent()) {
                return known;
            }
        }
        return names.type(path);
    }

    /// Splits a qualified name: unquoted parts become lower case.
    ///
    /// @throws DatabaseException 42602
    public static List<String> path(String text) {
        List<String> parts = new ArrayList<>();
        int i = 0;
        while (true) {
            while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            var part = new StringBuilder();
            if (i < text.length() && text.charAt(i) == '"') {
                i++;
                while (true) {
                    if (i >= text.length()) {
                        throw invalidName();
                    }
                    if (text.charAt(i) == '"') {
                        if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                            i++;
                        } else {
                            break;
                        }
                    }
                    part.append(text.charAt(i++));
                }
                i++;
            } else {
                while (i < text.length()
                        && text.charAt(i) != '.'
                        && text.charAt(i) != '"'
                        && !Character.isWhitespace(text.charAt(i))) {
                    part.append(Character.toLowerCase(text.charAt(i++)));
                }
                if (part.isEmpty()) {
                    throw invalidName();
                }
            }
            parts.add(part.toString());
            while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            if (i >= text.length()) {
                return parts;
            }
            if (text.charAt(i) != '.') {
                throw invalidName();
            }
            i++;
        }
    }

    private static DatabaseException invalidName() {
        return new DatabaseException(SqlState.INVALID_NAME, "invalid name syntax");
    }

    /// Returns a name with quotes where they are needed.
    public static String quoteName(String name) {
        return name.matches("[a-z_][a-z0-9_$]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
