package dev.reckon.sql.function.text;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.bytes;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.pattern.RegexCache;
import dev.reckon.sql.function.pattern.RegexMatcher;
import dev.reckon.sql.function.pattern.RegexOptions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Regular expressions: the operators `~` and `~*` and the regexp_ functions.
public final class RegexFunctions {
    private RegexFunctions() {}

    /// Returns whether a pattern matches somewhere in a text, for like_regex.
    ///
    /// @param letters the options of regexp_matches
    /// @throws DatabaseException 2201B
    public static boolean finds(String text, String pattern, String letters) {
        try (RegexMatcher matcher = matcher(pattern, RegexFlags.parse(letters).options())) {
            matcher.read(text);
            return matcher.finds();
        }
    }

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "textregexeq(text,text)", "nameregexeq(name,text)", "bpcharregexeq(bpchar,text)" ->
                    match(RegexOptions.NONE, false);
            case "textregexne(text,text)", "nameregexne(name,text)", "bpcharregexne(bpchar,text)" ->
                    match(RegexOptions.NONE, true);
            case "texticregexeq(text,text)",
                    "nameicregexeq(name,text)",
                    "bpcharicregexeq(bpchar,text)" ->
                    match(RegexOptions.NONE.ignoringCase(true), false);
            case "texticregexne(text,text)",
                    "nameicregexne(name,text)",
                    "bpcharicregexne(bpchar,text)" ->
                    match(RegexOptions.NONE.ignoringCase(true), true);
            case "substring(text,text)" -> value(row -> substring(row, row.text(1)));
            case "substring(text,text,text)" ->
                    value(row ->
                            substring(row, SimilarPattern.translate(row.text(1), row.text(2))));
            case "similar_to_escape(text)" ->
                    text(row -> SimilarPattern.translate(row.text(0), "\\"));
            case "similar_to_escape(text,text)" ->
                    text(row -> SimilarPattern.translate(row.text(0), row.text(1)));
            case "regexp_replace(text,text,text)" ->
                    bytes(row -> replace(row, "", 1, OptionalInt.empty()));
            case "regexp_replace(text,text,text,text)" ->
                    bytes(row -> replace(row, row.text(3), 1, OptionalInt.empty()));
            case "regexp_replace(text,text,text,int4,int4,text)" ->
                    bytes(row ->
                            replace(
                                    row,
                                    row.text(5),
                                    row.integer(3),
                                    OptionalInt.of(row.integer(4))));
            case "regexp_replace(text,text,text,int4,int4)" ->
                    bytes(row -> replace(row, "", row.integer(3), OptionalInt.of(row.integer(4))));
            case "regexp_replace(text,text,text,int4)" ->
                    bytes(row -> replace(row, "", row.integer(3), OptionalInt.of(1)));
            case "regexp_like(text,text)", "regexp_like(text,text,text)" ->
                    bool(row -> {
                        try (RegexMatcher matcher = single(row, "regexp_like", 2)) {
                            return matcher.finds();
                        }
                    });
            case "regexp_count(text,text)",
                    "regexp_count(text,text,int4)",
                    "regexp_count(text,text,int4,text)" ->
                    number(RegexFunctions::count);
            case "regexp_match(text,text)", "regexp_match(text,text,text)" ->
                    value(row -> {
                        try (RegexMatcher matcher = single(row, "regexp_match", 2)) {
                            return matcher.find(0)
                                    ? groups(row.bytes(0), matcher)
                                    : Value.Null.NULL;
                        }
                    });
            case "regexp_split_to_array(text,text)", "regexp_split_to_array(text,text,text)" ->
                    value(row ->
                            Value.Array.of(
                                    split(
                                            row.text(0),
                                            row.text(1),
                                            letters(row, 2),
                                            "regexp_split_to_array")));
            default ->
                    switch (signature.name()) {
                        case "regexp_instr" -> number(RegexFunctions::position);
                        case "regexp_substr" -> value(RegexFunctions::nthSubstring);
                        default -> Body.Missing.MISSING;
                    };
        };
    }

    private static RegexMatcher matcher(String pattern, RegexOptions options) {
        return RegexCache.compiled(pattern, options).matcher();
    }

    private static Body match(RegexOptions options, boolean negated) {
        return Body.vector(
                (arguments, rows, _) -> PatternLoop.match(arguments, rows, options, negated));
    }

    private static String letters(Row row, int argument) {
        return row.argumentCount() > argument ? row.text(argument) : "";
    }

    /// A matcher on argument 0 with the pattern in argument 1; the options may be argument
    /// `optionIndex`, where `g` is not allowed.
    private static RegexMatcher single(Row row, String function, int optionIndex) {
        RegexOptions options = RegexFlags.parseSingle(letters(row, optionIndex), function);
        RegexMatcher matcher = matcher(row.text(1), options);
        byte[] text = row.bytes(0);
        matcher.read(text, 0, text.length);
        return matcher;
    }

    private static Value substring(Row row, String pattern) {
        byte[] text = row.bytes(0);
        try (RegexMatcher matcher = matcher(pattern, RegexOptions.NONE)) {
            matcher.read(text, 0, text.length);
            return matcher.find(0)
                    ? group(text, matcher, matcher.groupCount() > 0 ? 1 : 0)
                    : Value.Null.NULL;
        }
    }

    private static Value group(byte[] text, RegexMatcher matcher, int group) {
        int start = matcher.start(group);
        return start < 0 ? Value.Null.NULL : piece(text, start, matcher.end(group));
    }

    private static Value piece(byte[] text, int start, int end) {
        return Value.text(new String(text, start, end - start, StandardCharsets.UTF_8));
    }

    /// Returns the groups of a match, or the whole when there are none.
    private static Value groups(byte[] text, RegexMatcher matcher) {
        List<Value> groups = new ArrayList<>();
        if (matcher.groupCount() == 0) {
            groups.add(group(text, matcher, 0));
        }
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(group(text, matcher, i));
        }
        return Value.Array.of(groups);
    }

    /// Returns the groups of all matches, or of the first without the option `g`.
    public static List<Value> matches(String string, String pattern, String letters) {
        RegexFlags flags = RegexFlags.parse(letters);
        byte[] text = string.getBytes(StandardCharsets.UTF_8);
        List<Value> results = new ArrayList<>();
        try (RegexMatcher matcher = matcher(pattern, flags.options())) {
            matcher.read(text, 0, text.length);
            for (boolean found = matcher.find(0); found; found = matcher.findNext()) {
                results.add(groups(text, matcher));
                if (!flags.global()) {
                    break;
                }
            }
        }
        return results;
    }

    /// Returns the pieces between matches. Empty matches at the ends and next to another match
    /// don't split.
    public static List<Value> split(
            String string, String pattern, String letters, String function) {
        RegexOptions options = RegexFlags.parseSingle(letters, function);
        byte[] text = string.getBytes(StandardCharsets.UTF_8);
        List<Value> pieces = new ArrayList<>();
        int start = 0;
        int matchEnd = 0;
        try (RegexMatcher matcher = matcher(pattern, options)) {
            matcher.read(text, 0, text.length);
            for (boolean found = matcher.find(0); found; found = matcher.findNext()) {
                if (matcher.start() < text.length && matcher.end() > matchEnd) {
                    pieces.add(piece(text, start, matcher.start()));
                    start = matcher.end();
                }
                matchEnd = matcher.end();
            }
        }
        pieces.add(piece(text, start, text.length));
        return pieces;
    }

    /// @param occurrence which match to replace, 0 for all; empty when the option `g` decides
    private static byte[] replace(Row row, String letters, int start, OptionalInt occurrence) {
        if (occurrence.isEmpty() && !letters.isEmpty() && Character.isDigit(letters.charAt(0))) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid regular expression option: \"" + letters.charAt(0) + "\"")
                    .withHint(
                            "If you meant to use regexp_replace() with a start parameter, cast the"
                                    + " fourth argument to integer explicitly.");
        }
        requireAtLeast("start", start, 1);
        occurrence.ifPresent(n -> requireAtLeast("n", n, 0));
        RegexFlags flags = RegexFlags.parse(letters);
        byte[] text = row.bytes(0);
        try (RegexMatcher matcher = matcher(row.text(1), flags.options())) {
            return new RegexReplacement(row.bytes(2))
                    .replace(
                            text,
                            matcher,
                            offset(text, start),
                            occurrence.orElse(flags.global() ? 0 : 1));
        }
    }

    /// Returns where a character is, counted from 1; past the end when there are not so many.
    private static int offset(byte[] text, int character) {
        int offset = 0;
        int rest = character - 1;
        for (; rest > 0 && offset < text.length; rest--) {
            offset++;
            while (offset < text.length && (text[offset] & 0xC0) == 0x80) {
                offset++;
            }
        }
        return rest > 0 ? text.length + 1 : offset;
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": " + value);
        }
    }

    private static long count(Row row) {
        int start = row.argumentCount() > 2 ? row.integer(2) : 1;
        requireAtLeast("start", start, 1);
        try (RegexMatcher matcher = single(row, "regexp_count", 3)) {
            long count = 0;
            boolean found = matcher.find(offset(row.bytes(0), start));
            for (; found; found = matcher.findNext()) {
                count++;
            }
            return count;
        }
    }

    private static boolean findNth(byte[] text, RegexMatcher matcher, int start, int n) {
        boolean found = matcher.find(offset(text, start));
        for (int i = 1; found && i < n; i++) {
            found = matcher.findNext();
        }
        return found;
    }

    private static long position(Row row) {
        int count = row.argumentCount();
        int start = count > 2 ? row.integer(2) : 1;
        int n = count > 3 ? row.integer(3) : 1;
        int end = count > 4 ? row.integer(4) : 0;
        int group = count > 6 ? row.integer(6) : 0;
        requireAtLeast("start", start, 1);
        requireAtLeast("n", n, 1);
        if (end != 0 && end != 1) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"endoption\": " + end);
        }
        requireAtLeast("subexpr", group, 0);
        byte[] text = row.bytes(0);
        try (RegexMatcher matcher = single(row, "regexp_instr", 5)) {
            if (!findNth(text, matcher, start, n) || group > maxGroup(matcher)) {
                return 0;
            }
            int known = matcher.groupCount() == 0 ? 0 : group;
            int offset = end == 0 ? matcher.start(known) : matcher.end(known);
            return offset < 0 ? 0 : 1 + characterCount(text, offset);
        }
    }

    private static long characterCount(byte[] text, int end) {
        long count = 0;
        for (int i = 0; i < end; i++) {
            if ((text[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    private static Value nthSubstring(Row row) {
        int count = row.argumentCount();
        int start = count > 2 ? row.integer(2) : 1;
        int n = count > 3 ? row.integer(3) : 1;
        int group = count > 5 ? row.integer(5) : 0;
        requireAtLeast("start", start, 1);
        requireAtLeast("n", n, 1);
        requireAtLeast("subexpr", group, 0);
        byte[] text = row.bytes(0);
        try (RegexMatcher matcher = single(row, "regexp_substr", 4)) {
            return findNth(text, matcher, start, n) && group <= maxGroup(matcher)
                    ? group(text, matcher, matcher.groupCount() == 0 ? 0 : group)
                    : Value.Null.NULL;
        }
    }

    /// The whole match counts as group 1 of a pattern without groups, as in PostgreSQL.
    private static int maxGroup(RegexMatcher matcher) {
        return Math.max(matcher.groupCount(), 1);
    }
}
