package dev.reckon.sql.function.text;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.text.Regex.Options;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Regular expressions: the operators `~` and `~*` and the regexp_ functions.
public final class RegexFunctions {
    private RegexFunctions() {}

    /// Returns whether a pattern matches somewhere in a text, for like_regex.
    ///
    /// @param letters the options of regexp_matches
    /// @throws DatabaseException 2201B
    public static boolean finds(
            String text, String pattern, String letters, Environment environment) {
        return new RegexSearch(
                        Regex.compile(pattern, Regex.Options.parse(letters)), text, environment)
                .find();
    }

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "textregexeq(text,text)", "nameregexeq(name,text)", "bpcharregexeq(bpchar,text)" ->
                    match(Options.NONE, false);
            case "textregexne(text,text)", "nameregexne(name,text)", "bpcharregexne(bpchar,text)" ->
                    match(Options.NONE, true);
            case "texticregexeq(text,text)",
                    "nameicregexeq(name,text)",
                    "bpcharicregexeq(bpchar,text)" ->
                    match(Options.NONE.ignoringCase(), false);
            case "texticregexne(text,text)",
                    "nameicregexne(name,text)",
                    "bpcharicregexne(bpchar,text)" ->
                    match(Options.NONE.ignoringCase(), true);
            case "substring(text,text)" ->
                    value(row -> substring(row, Regex.compile(row.text(1), Options.NONE)));
            case "substring(text,text,text)" ->
                    value(row ->
                            substring(
                                    row,
                                    Regex.compile(
                                            SimilarPattern.translateForPart(
                                                    row.text(1), row.text(2)),
                                            Options.NONE)));
            case "similar_to_escape(text)" ->
                    text(row -> SimilarPattern.translate(row.text(0), "\\"));
            case "similar_to_escape(text,text)" ->
                    text(row -> SimilarPattern.translate(row.text(0), row.text(1)));
            case "regexp_replace(text,text,text)" ->
                    text(row -> replace(row, "", 1, Optional.empty()));
            case "regexp_replace(text,text,text,text)" ->
                    text(row -> replace(row, row.text(3), 1, Optional.empty()));
            case "regexp_replace(text,text,text,int4,int4,text)" ->
                    text(row ->
                            replace(row, row.text(5), row.integer(3), Optional.of(row.integer(4))));
            case "regexp_replace(text,text,text,int4,int4)" ->
                    text(row -> replace(row, "", row.integer(3), Optional.of(row.integer(4))));
            case "regexp_replace(text,text,text,int4)" ->
                    text(row -> replace(row, "", row.integer(3), Optional.of(1)));
            case "regexp_like(text,text)", "regexp_like(text,text,text)" ->
                    bool(row -> find(row, "regexp_like", 2).find());
            case "regexp_count(text,text)",
                    "regexp_count(text,text,int4)",
                    "regexp_count(text,text,int4,text)" ->
                    number(RegexFunctions::count);
            case "regexp_match(text,text)", "regexp_match(text,text,text)" ->
                    value(row -> {
                        RegexSearch search = find(row, "regexp_match", 2);
                        return search.find() ? groups(search) : Value.Null.NULL;
                    });
            case "regexp_split_to_array(text,text)", "regexp_split_to_array(text,text,text)" ->
                    value(row ->
                            Value.Array.of(
                                    split(
                                            row.text(0),
                                            row.text(1),
                                            row.argumentCount() > 2 ? row.text(2) : "",
                                            "regexp_split_to_array",
                                            row.environment())));
            default ->
                    switch (signature.name()) {
                        case "regexp_instr" -> number(RegexFunctions::position);
                        case "regexp_substr" -> value(RegexFunctions::nthSubstring);
                        default -> Body.Missing.MISSING;
                    };
        };
    }

    /// The pattern is compiled again only when it changes.
    private static Body match(Options options, boolean negated) {
        return Body.vector((arguments, rows, environment) ->
                PatternLoop.match(arguments, rows, environment, options, negated));
    }

    private static Value substring(Row row, Pattern pattern) {
        RegexSearch search = new RegexSearch(pattern, row.text(0), row.environment());
        if (!search.find()) {
            return Value.Null.NULL;
        }
        String result = search.groupCount() > 0 ? search.group(1) : search.group();
        return result == null ? Value.Null.NULL : Value.text(result);
    }

    /// A search whose options may be argument `optionIndex`, where `g` is not allowed.
    private static RegexSearch find(Row row, String function, int optionIndex) {
        Options options =
                Options.parse(row.argumentCount() > optionIndex ? row.text(optionIndex) : "");
        if (options.global()) {
            throw notGlobal(function);
        }
        return new RegexSearch(Regex.compile(row.text(1), options), row.text(0), row.environment());
    }

    private static DatabaseException notGlobal(String function) {
        var error =
                new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        function + "() does not support the \"global\" option");
        return function.equals("regexp_match")
                ? error.withHint("Use the regexp_matches function instead.")
                : error;
    }

    /// Returns the groups of a match, or the whole when there are none.
    static Value groups(RegexSearch search) {
        List<Value> groups = new ArrayList<>();
        if (search.groupCount() == 0) {
            groups.add(Value.text(search.group()));
        }
        for (int i = 1; i <= search.groupCount(); i++) {
            String group = search.group(i);
            groups.add(group == null ? Value.Null.NULL : Value.text(group));
        }
        return Value.Array.of(groups);
    }

    /// Returns the groups of all matches, or of the first without the option `g`.
    public static List<Value> matches(
            String text, String pattern, String letters, Environment environment) {
        Options options = Options.parse(letters);
        RegexSearch search = new RegexSearch(Regex.compile(pattern, options), text, environment);
        List<Value> results = new ArrayList<>();
        while (search.find()) {
            results.add(groups(search));
            if (!options.global()) {
                break;
            }
        }
        return results;
    }

    /// Returns the pieces between matches; empty matches at the ends don't split.
    public static List<Value> split(
            String text, String pattern, String letters, String function, Environment environment) {
        Options options = Options.parse(letters);
        if (options.global()) {
            throw notGlobal(function);
        }
        RegexSearch search = new RegexSearch(Regex.compile(pattern, options), text, environment);
        List<Value> pieces = new ArrayList<>();
        int start = 0;
        while (search.find()) {
            if (search.end() == search.start()
                    && (search.start() == start || search.start() >= text.length())) {
                continue;
            }
            pieces.add(Value.text(text.substring(start, search.start())));
            start = search.end();
        }
        pieces.add(Value.text(text.substring(start)));
        return pieces;
    }

    /// @param occurrence which match to replace, 0 for all; empty when the option `g` decides
    private static String replace(
            Row row, String letters, int start, Optional<Integer> occurrence) {
        if (occurrence.isEmpty() && !letters.isEmpty() && Character.isDigit(letters.charAt(0))) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid regular expression option: \"" + letters.charAt(0) + "\"")
                    .withHint(
                            "If you meant to use regexp_replace() with a start parameter, cast the"
                                    + " fourth argument to integer explicitly.");
        }
        requirePositive("start", start, 1);
        occurrence.ifPresent(n -> requirePositive("n", n, 0));
        Options options = Options.parse(letters);
        String text = row.text(0);
        int wanted = occurrence.isPresent() ? occurrence.get() : options.global() ? 0 : 1;
        RegexSearch search =
                new RegexSearch(Regex.compile(row.text(1), options), text, row.environment());
        var result = new StringBuilder();
        int copied = 0;
        int count = 0;
        int from = offset(text, start);
        boolean found = from <= text.length() && search.find(from);
        while (found) {
            count++;
            if (wanted == 0 || count == wanted) {
                Cancellation.check(); // What is put in may be long.
                TextFunctions.requireRoom(result.length(), row.text(2).length());
                result.append(text, copied, search.start());
                expand(row.text(2), search, result);
                copied = search.end();
                if (wanted != 0) {
                    break;
                }
            }
            found = search.find();
        }
        return result.append(text.substring(copied)).toString();
    }

    private static int offset(String text, int start) {
        int count = text.codePointCount(0, text.length());
        return start - 1 > count ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
    }

    private static void requirePositive(String name, int value, int least) {
        if (value < least) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": " + value);
        }
    }

    /// `\1` to `\9` are groups, `\&` the whole match, `\\` a backslash.
    private static void expand(String replacement, RegexSearch search, StringBuilder result) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                result.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (next >= '1' && next <= '9') {
                int group = next - '0';
                String text = group <= search.groupCount() ? search.group(group) : "";
                result.append(text == null ? "" : text);
            } else if (next == '&') {
                result.append(search.group());
            } else if (next == '\\') {
                result.append('\\');
            } else {
                result.append('\\').append(next);
            }
        }
    }

    private static long count(Row row) {
        int start = row.argumentCount() > 2 ? row.integer(2) : 1;
        requirePositive("start", start, 1);
        RegexSearch search = find(row, "regexp_count", 3);
        int from = offset(row.text(0), start);
        long count = 0;
        boolean found = from <= row.text(0).length() && search.find(from);
        while (found) {
            count++;
            found = search.find();
        }
        return count;
    }

    private static boolean findNth(Row row, RegexSearch search, int start, int n) {
        int from = offset(row.text(0), start);
        boolean found = from <= row.text(0).length() && search.find(from);
        for (int i = 1; found && i < n; i++) {
            found = search.find();
        }
        return found;
    }

    private static long position(Row row) {
        int count = row.argumentCount();
        int start = count > 2 ? row.integer(2) : 1;
        int n = count > 3 ? row.integer(3) : 1;
        int end = count > 4 ? row.integer(4) : 0;
        int group = count > 6 ? row.integer(6) : 0;
        requirePositive("start", start, 1);
        requirePositive("n", n, 1);
        if (end != 0 && end != 1) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"endoption\": " + end);
        }
        requirePositive("subexpr", group, 0);
        RegexSearch search = find(row, "regexp_instr", 5);
        if (!findNth(row, search, start, n) || group > search.groupCount()) {
            return 0;
        }
        int offset = end == 0 ? search.start(group) : search.end(group);
        return offset < 0 ? 0 : row.text(0).codePointCount(0, offset) + 1L;
    }

    private static Value nthSubstring(Row row) {
        int count = row.argumentCount();
        int start = count > 2 ? row.integer(2) : 1;
        int n = count > 3 ? row.integer(3) : 1;
        int group = count > 5 ? row.integer(5) : 0;
        requirePositive("start", start, 1);
        requirePositive("n", n, 1);
        requirePositive("subexpr", group, 0);
        RegexSearch search = find(row, "regexp_substr", 4);
        if (!findNth(row, search, start, n) || group > search.groupCount()) {
            return Value.Null.NULL;
        }
        String text = search.group(group);
        return text == null ? Value.Null.NULL : Value.text(text);
    }
}
