package dev.reckon.sql.function.text;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.bytes;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;
import static dev.reckon.sql.function.kernel.Body.vector;

import dev.reckon.sql.format.InetText;
import dev.reckon.sql.format.Modifier;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.Arrays;

/// The chapters "String Functions and Operators" and "Pattern Matching" without regular
/// expressions.
public final class TextFunctions {
    /// PostgreSQL's limit of a value.
    private static final int LENGTH_MAX = 0x3FFF_FFFF;

    private TextFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "textcat(text,text)", "byteacat(bytea,bytea)" -> bytes(TextFunctions::concatenate);
            case "textanycat(text,anynonarray)" ->
                    text(row -> row.text(0) + castText(row, 1, signature.argument(1)));
            case "anytextcat(anynonarray,text)" ->
                    text(row -> castText(row, 0, signature.argument(0)) + row.text(1));
            case "lower(text)" -> bytes(row -> Case.lower(row.bytes(0)));
            case "upper(text)" -> bytes(row -> Case.upper(row.bytes(0)));
            case "initcap(text)" -> bytes(row -> Case.initial(row.bytes(0)));
            case "length(text)",
                    "char_length(text)",
                    "character_length(text)",
                    "textlen(text)",
                    "length(name)" ->
                    vector(Characters.lengthKernel());
            case "length(bpchar)", "char_length(bpchar)", "character_length(bpchar)" ->
                    number(row -> Characters.count(row.bytes(0), blankPaddedEnd(row.bytes(0))));
            case "length(bytea)",
                    "octet_length(bytea)",
                    "octet_length(text)",
                    "octet_length(bpchar)" ->
                    number(row -> row.byteCount(0));
            case "bit_length(text)", "bit_length(bytea)" -> number(row -> row.byteCount(0) * 8L);
            case "left(text,int4)" -> text(row -> Characters.left(row.text(0), row.number(1)));
            case "right(text,int4)" -> text(row -> Characters.right(row.text(0), row.number(1)));
            case "substr(text,int4)",
                    "substring(text,int4)",
                    "substr(text,int4,int4)",
                    "substring(text,int4,int4)" ->
                    vector(SubstringKernel::compute);
            case "position(text,text)", "strpos(text,text)" ->
                    number(row -> Characters.position(row.text(0), row.text(1)));
            case "starts_with(text,text)" -> bool(row -> row.text(0).startsWith(row.text(1)));
            case "overlay(text,text,int4)" ->
                    text(row ->
                            Characters.overlay(
                                    row.text(0),
                                    row.text(1),
                                    row.number(2),
                                    row.text(1).codePointCount(0, row.text(1).length())));
            case "overlay(text,text,int4,int4)" ->
                    text(row ->
                            Characters.overlay(
                                    row.text(0), row.text(1), row.number(2), row.number(3)));
            case "lpad(text,int4)" -> text(row -> Padding.left(row.text(0), row.integer(1), " "));
            case "lpad(text,int4,text)" ->
                    text(row -> Padding.left(row.text(0), row.integer(1), row.text(2)));
            case "rpad(text,int4)" -> text(row -> Padding.right(row.text(0), row.integer(1), " "));
            case "rpad(text,int4,text)" ->
                    text(row -> Padding.right(row.text(0), row.integer(1), row.text(2)));
            case "btrim(text)" -> text(row -> Padding.trim(row.text(0), " ", true, true));
            case "btrim(text,text)" ->
                    text(row -> Padding.trim(row.text(0), row.text(1), true, true));
            case "ltrim(text)" -> text(row -> Padding.trim(row.text(0), " ", true, false));
            case "ltrim(text,text)" ->
                    text(row -> Padding.trim(row.text(0), row.text(1), true, false));
            case "rtrim(text)" -> text(row -> Padding.trim(row.text(0), " ", false, true));
            case "rtrim(text,text)" ->
                    text(row -> Padding.trim(row.text(0), row.text(1), false, true));
            case "repeat(text,int4)" -> bytes(row -> Padding.repeat(row.bytes(0), row.integer(1)));
            case "replace(text,text,text)" ->
                    text(row ->
                            row.text(1).isEmpty()
                                    ? row.text(0)
                                    : replace(row.text(0), row.text(1), row.text(2)));
            case "translate(text,text,text)" ->
                    text(row -> Characters.translate(row.text(0), row.text(1), row.text(2)));
            case "reverse(text)" ->
                    text(row -> new StringBuilder(row.text(0)).reverse().toString());
            case "split_part(text,text,int4)" ->
                    text(row -> Splitting.part(row.text(0), row.text(1), row.integer(2)));
            case "ascii(text)" ->
                    number(row -> row.text(0).isEmpty() ? 0 : row.text(0).codePointAt(0));
            case "chr(int4)" -> text(row -> Characters.ofCode(row.integer(0)));
            case "quote_ident(text)" -> text(row -> Identifiers.quote(row.text(0)));
            case "quote_literal(text)" -> text(row -> Identifiers.literal(row.text(0)));
            case "quote_literal(anyelement)" ->
                    text(row -> Identifiers.literal(castText(row, 0, signature.argument(0))));
            case "quote_nullable(text)" ->
                    text(row -> row.isNull(0) ? "NULL" : Identifiers.literal(row.text(0)));
            case "quote_nullable(anyelement)" ->
                    text(row ->
                            row.isNull(0)
                                    ? "NULL"
                                    : Identifiers.literal(castText(row, 0, signature.argument(0))));
            case "concat(any)" -> text(row -> concat(row, signature));
            case "concat_ws(text,any)" -> value(row -> concatWithSeparator(row, signature));
            case "format(text)", "format(text,any)" -> value(row -> Format.format(row, signature));
            case "like_escape(text,text)" ->
                    text(row -> LikePattern.withEscape(row.text(0), row.text(1)));
            case "like_escape(bytea,bytea)" ->
                    text(row -> LikePattern.withEscape(row.text(0), row.text(1)));
            case "textlike(text,text)",
                    "like(text,text)",
                    "bpcharlike(bpchar,text)",
                    "namelike(name,text)",
                    "like(name,text)",
                    "bytealike(bytea,bytea)",
                    "like(bytea,bytea)" ->
                    vector(LikePattern.kernel(false, false));
            case "textnlike(text,text)",
                    "notlike(text,text)",
                    "bpcharnlike(bpchar,text)",
                    "namenlike(name,text)",
                    "notlike(name,text)",
                    "byteanlike(bytea,bytea)",
                    "notlike(bytea,bytea)" ->
                    vector(LikePattern.kernel(false, true));
            case "texticlike(text,text)", "bpchariclike(bpchar,text)", "nameiclike(name,text)" ->
                    vector(LikePattern.kernel(true, false));
            case "texticnlike(text,text)", "bpcharicnlike(bpchar,text)", "nameicnlike(name,text)" ->
                    vector(LikePattern.kernel(true, true));
            case "normalize(text,text)" ->
                    text(row -> java.text.Normalizer.normalize(row.text(0), form(row.text(1))));
            case "is_normalized(text,text)" ->
                    bool(row -> java.text.Normalizer.isNormalized(row.text(0), form(row.text(1))));
            case "unistr(text)" -> text(row -> Quoting.unescape(row.text(0)));
            case "parse_ident(text,bool)" -> value(row -> Quoting.parse(row.text(0), row.bool(1)));
            default -> cast(signature);
        };
    }

    private static Body cast(Signature signature) {
        return switch (signature.text()) {
            case "text(bpchar)" ->
                    bytes(row -> Arrays.copyOf(row.bytes(0), blankPaddedEnd(row.bytes(0))));
            case "text(name)", "varchar(name)", "bpchar(name)", "text(char)", "bpchar(char)" ->
                    vector((arguments, _, _) -> arguments.getFirst());
            case "name(text)", "name(varchar)" ->
                    bytes(row ->
                            Arrays.copyOf(
                                    row.bytes(0),
                                    Modifier.nameLength(row.bytes(0), 0, row.byteCount(0))));
            case "name(bpchar)" ->
                    bytes(row -> {
                        byte[] text = Arrays.copyOf(row.bytes(0), blankPaddedEnd(row.bytes(0)));
                        return Arrays.copyOf(text, Modifier.nameLength(text, 0, text.length));
                    });
            case "char(text)" ->
                    bytes(row -> Arrays.copyOf(row.bytes(0), Math.min(1, row.byteCount(0))));
            case "char(int4)" ->
                    bytes(row -> {
                        if (row.integer(0) != (byte) row.integer(0)) {
                            throw new DatabaseException(
                                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"char\" out of range");
                        }
                        return row.integer(0) == 0
                                ? new byte[0]
                                : new byte[] {(byte) row.integer(0)};
                    });
            case "int4(char)" -> number(row -> row.byteCount(0) == 0 ? 0 : row.bytes(0)[0]);
            case "text(bool)" -> text(row -> row.bool(0) ? "true" : "false");
            case "varchar(varchar,int4,bool)" ->
                    value(row ->
                            Modifier.apply(
                                    row.value(0), DataType.VARCHAR, row.integer(1), row.bool(2)));
            case "bpchar(bpchar,int4,bool)" ->
                    value(row ->
                            Modifier.apply(
                                    row.value(0), DataType.BPCHAR, row.integer(1), row.bool(2)));
            default -> Body.Missing.MISSING;
        };
    }

    private static int blankPaddedEnd(byte[] text) {
        return ValueOrder.endWithoutBlanks(text, 0, text.length);
    }

    private static java.text.Normalizer.Form form(String name) {
        return switch (name.toUpperCase(java.util.Locale.ROOT)) {
            case "NFC" -> java.text.Normalizer.Form.NFC;
            case "NFD" -> java.text.Normalizer.Form.NFD;
            case "NFKC" -> java.text.Normalizer.Form.NFKC;
            case "NFKD" -> java.text.Normalizer.Form.NFKD;
            default ->
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid normalization form: " + name);
        };
    }

    private static byte[] concatenate(Row row) {
        byte[] left = row.bytes(0);
        byte[] right = row.bytes(1);
        byte[] result = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, result, left.length, right.length);
        return result;
    }

    /// Looks first for how long the result is: it may be too long, and to grow towards that would
    /// cost the collector seconds.
    private static String replace(String text, String part, String replacement) {
        PartSearch search = PartSearch.of(part);
        long length = text.length();
        int found = search.find(text, 0);
        if (found < 0) {
            return text;
        }
        for (int count = 0; found >= 0; count++) {
            Cancellation.check(count);
            length += replacement.length() - part.length();
            found = search.find(text, found + part.length());
        }
        requireRoom(0, length);
        var result = new StringBuilder((int) length);
        int start = 0;
        for (found = search.find(text, 0); found >= 0; found = search.find(text, start)) {
            Cancellation.check(); // What is put in may be long.
            result.append(text, start, found).append(replacement);
            start = found + part.length();
        }
        return result.append(text, start, text.length()).toString();
    }

    /// @throws DatabaseException 54000 when a text would be longer than any value can be
    static void requireRoom(int length, long moreCount) {
        if (length + moreCount > LENGTH_MAX) {
            throw new DatabaseException(SqlState.PROGRAM_LIMIT_EXCEEDED, "out of memory")
                    .withDetail(
                            "Cannot enlarge string buffer containing %d bytes by %d more bytes."
                                    .formatted(length, moreCount));
        }
    }

    /// Returns an argument as its output function writes it; booleans as t and f.
    static String asText(Row row, int argument, DataType type) {
        if (type.category() == TypeCategory.STRING || type.equals(DataType.UNKNOWN)) {
            return row.text(argument);
        }
        return ValueFormat.text(row.value(argument), type, row.environment());
    }

    /// Returns an argument as a cast to text writes it; booleans as words, inet with its mask.
    private static String castText(Row row, int argument, DataType type) {
        if (type.equals(DataType.BOOL)) {
            return row.bool(argument) ? "true" : "false";
        }
        if (type.equals(DataType.BPCHAR)) {
            return row.text(argument).replaceFirst(" +$", "");
        }
        return type.equals(DataType.INET)
                ? InetText.text(row.inet(argument), true)
                : asText(row, argument, type);
    }

    private static String concat(Row row, Signature signature) {
        var result = new StringBuilder();
        for (int i = 0; i < row.argumentCount(); i++) {
            if (!row.isNull(i)) {
                result.append(asText(row, i, signature.argument(i)));
            }
        }
        return result.toString();
    }

    private static Value concatWithSeparator(Row row, Signature signature) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        var result = new StringBuilder();
        boolean first = true;
        for (int i = 1; i < row.argumentCount(); i++) {
            if (!row.isNull(i)) {
                result.append(first ? "" : row.text(0));
                result.append(asText(row, i, signature.argument(i)));
                first = false;
            }
        }
        return Value.text(result.toString());
    }
}
