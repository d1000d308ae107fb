package dev.reckon.tests.differential.generated;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Texts that mean something to one argument of one function: patterns, templates, names of fields.
/// Without them a call would only show that nonsense is refused.
final class Words {
    private static final String[] TIME_FIELDS = {
        "year", "month", "day", "hour", "minute", "second", "milliseconds", "microseconds",
                "quarter", "week",
        "decade", "century", "millennium", "dow", "doy", "isodow", "isoyear", "epoch", "julian",
                "timezone",
        "timezone_hour", "MONTH", "nothing"
    };
    private static final String[] TIME_TEMPLATES = {
        "YYYY-MM-DD HH24:MI:SS",
        "Day, DD Month YYYY",
        "FMDay FMMonth DDth",
        "Q IW IYYY ID IDDD",
        "HH12:MI:SS.MS AM",
        "US",
        "J",
        "CC",
        "RM rm",
        "Dy DY dy Mon MON mon",
        "\"text\" YY",
        "SSSS SSSSS",
        "TZ OF",
        "W WW D DDD",
        "FF1 FF3 FF6",
        "y,yyy",
        "BC A.D.",
        "FMHH24:FMMI",
        "",
        "TMMonth"
    };
    private static final String[] READ_TEMPLATES = {
        "YYYY-MM-DD HH24:MI:SS",
        "DD Month YYYY",
        "Day, DD Month YYYY",
        "YY-MM-DD",
        "YYYY \"Q\"Q",
        "YYYY/MM/DD",
        "HH12:MI AM",
        "YYYY-MM-DD",
        "YYYY",
        "J",
        "YYYY-MM",
        "DD.MM.YYYY",
        "MON DD, YYYY",
        "YYYY DDD",
        ""
    };
    private static final String[] NUMBER_TEMPLATES = {
        "999",
        "000.00",
        "9,999.99",
        "S999",
        "MI99",
        "PR999",
        "999PR",
        "FM999.99",
        "RN",
        "FMRN",
        "9.99EEEE",
        "V99",
        "99V9",
        "L99",
        "999th",
        "FM999TH",
        "SG99",
        "9G999D99",
        "",
        "B99",
        "0",
        "999.",
        "99.9S"
    };
    private static final String[] NUMBER_READ_TEMPLATES = {
        "999", "9,999.99", "S9999.99", "FM999.99", "99.9", "9G999D99"
    };
    private static final String[] DATE_TEXTS = {
        "2024-02-29 12:34:56",
        "29 February 2024",
        "Monday, 01 January 2024",
        "24-2-3",
        "2024 Q1",
        "2024/02/29",
        "12:30 PM",
        "2024-13-45",
        "1999-12"
    };
    private static final String[] NUMBER_TEXTS = {
        "123", "-1,234.5", "  12", "<12.5>", "12-", "+3", "", "abc", "1e3", "XIV", ".5"
    };
    private static final String[] PATTERNS = {
        "a",
        "a.b",
        "^a",
        "b$",
        "[a-c]+",
        "(a)(b)?",
        "\\d+",
        "\\w",
        "(?i)ABC",
        ".*?",
        "a{2}",
        "[[:alpha:]]",
        "(a|b)+",
        "",
        "\\mhello\\M",
        "(",
        "[^a]",
        "x*",
        "(.)\\1",
        "\\s",
        "a**",
        "(?=l)l"
    };
    private static final String[] FLAGS = {
        "", "g", "i", "gi", "x", "n", "c", "s", "z", "w", "p", "q"
    };

    /// Without PST8PDT and its like, of which the JDK's release of the database says something else
    /// for times before 1967.
    private static final String[] ZONES = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "+05:30",
        "EST",
        "FOO3BAR",
        "<+03>-3",
        "30 days",
        "Asia/Kolkata",
        "nowhere",
        "-3"
    };

    private static final String[] ENCODINGS = {"hex", "base64", "escape", "none"};
    private static final String[] CHARACTER_SETS = {"UTF8", "SQL_ASCII", "LATIN1"};
    private static final String[] ENCODED = {"abcd", "YWJj", "\\001a\\\\", "a", "YWJ", "zz", ""};
    private static final String[] LIKES = {
        "%", "a%", "%b", "_", "a_", "%l%o", "\\%", "", "A%", "%_y\\%"
    };
    private static final String[] FORMATS = {
        "%s", "%I", "%L", "%%", "%1$s %1$s", "%10s|", "%-5s|", "%", "%2$s", "plain", "%x"
    };
    private static final String[] JSON_PATHS = {
        "$",
        "$.a",
        "$[*]",
        "$.a[*]",
        "$.**",
        "strict $.a",
        "$[0]",
        "$.a ? (@ > 1)",
        "$[*] ? (@ >= 2)",
        "$.size()",
        "$.type()",
        "$[last]",
        "$.a.b[0]",
        "exists($.a)",
        "$.a == 1",
        "$.",
        "$.keyvalue()",
        "$[*] + 1",
        "$.double()"
    };

    private static final Map<String, String[]> POOLS =
            Map.ofEntries(
                    Map.entry("date_part 0", TIME_FIELDS),
                    Map.entry("extract 0", TIME_FIELDS),
                    Map.entry("date_trunc 0", TIME_FIELDS),
                    Map.entry("date_trunc 2", ZONES),
                    Map.entry("timezone 0", ZONES),
                    Map.entry("make_timestamptz 6", ZONES),
                    Map.entry("to_number 0", NUMBER_TEXTS),
                    Map.entry("to_number 1", NUMBER_READ_TEMPLATES),
                    Map.entry("to_date 0", DATE_TEXTS),
                    Map.entry("to_date 1", READ_TEMPLATES),
                    Map.entry("to_timestamp 0", DATE_TEXTS),
                    Map.entry("to_timestamp 1", READ_TEMPLATES),
                    Map.entry("regexp_like 1", PATTERNS),
                    Map.entry("regexp_like 2", FLAGS),
                    Map.entry("regexp_count 1", PATTERNS),
                    Map.entry("regexp_count 3", FLAGS),
                    Map.entry("regexp_instr 1", PATTERNS),
                    Map.entry("regexp_instr 5", FLAGS),
                    Map.entry("regexp_substr 1", PATTERNS),
                    Map.entry("regexp_substr 4", FLAGS),
                    Map.entry("regexp_match 1", PATTERNS),
                    Map.entry("regexp_match 2", FLAGS),
                    Map.entry("regexp_replace 1", PATTERNS),
                    Map.entry("regexp_replace 3", FLAGS),
                    Map.entry("regexp_replace 5", FLAGS),
                    Map.entry("regexp_split_to_array 1", PATTERNS),
                    Map.entry("regexp_split_to_array 2", FLAGS),
                    Map.entry("~ 1", PATTERNS),
                    Map.entry("~* 1", PATTERNS),
                    Map.entry("!~ 1", PATTERNS),
                    Map.entry("!~* 1", PATTERNS),
                    Map.entry("~~ 1", LIKES),
                    Map.entry("!~~ 1", LIKES),
                    Map.entry("~~* 1", LIKES),
                    Map.entry("!~~* 1", LIKES),
                    Map.entry("length 1", CHARACTER_SETS),
                    Map.entry("encode 1", ENCODINGS),
                    Map.entry("decode 0", ENCODED),
                    Map.entry("decode 1", ENCODINGS),
                    Map.entry("format 0", FORMATS));

    /// What templates are made of, to be put together at random.
    private static final String[] TIME_PARTS = {
        "YYYY", "YYY", "YY", "Y", "Y,YYY", "IYYY", "IYY", "IY", "I", "MM", "MON", "Mon", "MONTH",
        "Month", "month", "DD", "DDD", "IDDD", "D", "ID", "DAY", "Day", "Dy", "HH", "HH12", "HH24",
        "MI", "SS", "MS", "US", "FF2", "FF4", "SSSS", "AM", "p.m.", "BC", "a.d.", "CC", "J", "Q",
        "RM", "rm", "W", "WW", "IW", "TZ", "tz", "TZH", "TZM", "OF", "FM", "TH", "th", "-", "/",
        " ", ":", ".", ",", "\"at\"", "\\\"", "T", "x"
    };

    private static final String[] NUMBER_PARTS = {
        "9", "9", "99", "0", "00", ".", ",", "D", "G", "S", "MI", "PL", "SG", "PR", "L", "V", "TH",
        "th", "RN", "FM", "EEEE", " ", "-", "\"x\"", "B", "C", "$"
    };

    private Words() {}

    private static String together(Dice dice, String[] parts) {
        var template = new StringBuilder();
        for (int i = dice.between(1, 7); i > 0; i--) {
            template.append(dice.of(parts));
        }
        return template.toString();
    }

    /// Returns a quoted text for an argument (`index` is from 0) of a function or operator.
    static Optional<String> of(Signature.Use use, int index, Dice dice) {
        String name = use.signature().name();
        String[] pool = POOLS.get(name + " " + index);
        if (name.equals("to_char") && index == 1) {
            pool =
                    switch (use.arguments().getFirst()) {
                        case TIMESTAMP, TIMESTAMPTZ, INTERVAL -> TIME_TEMPLATES;
                        default -> NUMBER_TEMPLATES;
                    };
        }
        Kind kind = use.arguments().get(index);
        if (pool == null || (kind != Kind.TEXT && kind != Kind.NAME)) {
            return Optional.empty();
        }
        boolean isOdd = index == 1 && dice.percent(50);
        String word =
                switch (name) {
                    case "to_char" ->
                            isOdd
                                    ? together(
                                            dice,
                                            Arrays.equals(pool, TIME_TEMPLATES)
                                                    ? TIME_PARTS
                                                    : NUMBER_PARTS)
                                    : dice.of(pool);
                    case "to_number" -> isOdd ? together(dice, NUMBER_PARTS) : dice.of(pool);
                    case "to_date", "to_timestamp" ->
                            isOdd ? together(dice, TIME_PARTS) : dice.of(pool);
                    default -> dice.of(pool);
                };
        return Optional.of("'" + word + "'");
    }

    /// Returns a quoted jsonpath.
    static String jsonPath(Dice dice) {
        return "'" + dice.of(JSON_PATHS) + "'";
    }
}
