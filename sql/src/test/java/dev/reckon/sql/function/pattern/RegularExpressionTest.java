package dev.reckon.sql.function.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Written cases; each answer was PostgreSQL's too.
final class RegularExpressionTest {
    /// The first match as `whole|group|group`, with `~` for a group without a part in it, `-` when
    /// there is none.
    private static String first(String pattern, String text) {
        return first(pattern, text, "");
    }

    private static String first(String pattern, String text, String letters) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (RegexMatcher matcher = matcher(pattern, letters)) {
            matcher.read(bytes, 0, bytes.length);
            return matcher.find(0) ? shown(bytes, matcher) : "-";
        }
    }

    private static List<String> all(String pattern, String text, String letters) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> matches = new ArrayList<>();
        try (RegexMatcher matcher = matcher(pattern, letters)) {
            matcher.read(bytes, 0, bytes.length);
            for (boolean found = matcher.find(0); found; found = matcher.findNext()) {
                matches.add(shown(bytes, matcher));
            }
        }
        return matches;
    }

    private static RegexMatcher matcher(String pattern, String letters) {
        return RegularExpression.compile(pattern, RegexOptions.parse(letters)).matcher();
    }

    private static String shown(byte[] bytes, RegexMatcher matcher) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            int start = matcher.start(i);
            parts.add(
                    start < 0
                            ? "~"
                            : new String(
                                    bytes, start, matcher.end(i) - start, StandardCharsets.UTF_8));
        }
        return String.join("|", parts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a|ab|abc abcd abc", // The longest branch, not the first.
                "a+? aaa a",
                "(?:a|ab)(?:c|bcd)? abcd abcd",
                "(a|ab)(c|bcd)(d*) abcd abcd|ab|c|d",
                "(a*?)(a*) aaa ||", // The first quantifier makes all of it non-greedy.
                "a*?(a*)$ aaa aaa|aaa",
                "(a|ab)*?c ababc ababc|ab",
                "x(a+?)a*y xaaay xaaay|a",
                "(?:(a)|b)* ab ab|~",
                "(a*)* b |",
                "(a){0,2}b aab aab|a",
                "(a){2,3} aaaa aaa|a",
                "((a)|b){2} ab ab|b|~",
                "(a){0}b ab b|~",
                "((x)) x x|x|x",
            })
    void prefersWhatPostgresPrefers(String pattern, String text, String match) {
        assertThat(first(pattern, text)).isEqualTo(match);
    }

    @Test
    void followsTheManualsExamplesOfPreference() {
        assertThat(first("Y*([0-9]{1,3})", "XY1234Z")).isEqualTo("Y123|123");
        assertThat(first("Y*?([0-9]{1,3})", "XY1234Z")).isEqualTo("Y1|1");
        assertThat(first("(.*)(\\d+)(.*)", "abc01234xyz")).isEqualTo("abc01234xyz|abc0123|4|xyz");
        assertThat(first("(.*?)(\\d+)(.*)", "abc01234xyz")).isEqualTo("abc0|abc|0|");
        assertThat(first("(?:(.*?)(\\d+)(.*)){1,1}", "abc01234xyz"))
                .isEqualTo("abc01234xyz|abc|01234|xyz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(a*)b\\1 aabaa aabaa|aa",
                "(a*)b\\1 aabac aba|a",
                "(a)(b)\\2\\1 abba abba|a|b",
                "(?:(a)|b)\\1 b -",
                "(ab)\\1{2} abababab ababab|ab",
                "(a|ab)(c|bcd)\\2 abcbcd -",
                "(^|x)a\\1b xaxb xaxb|x",
                "(a)\\10 a -"
            })
    void findsBackReferences(String pattern, String text, String match) {
        if (pattern.endsWith("\\10")) {
            assertThat(all(pattern, "a\b", "")).as("an octal escape").containsExactly("a\b|a");
            return;
        }
        assertThat(first(pattern, text)).isEqualTo(match);
    }

    @Test
    void looksAheadAndBehind() {
        assertThat(all("a(?=b)", "aab", "")).containsExactly("a");
        assertThat(all("a(?!b).", "abac", "")).containsExactly("ac");
        assertThat(all("(?<=a)b", "abbb", "")).containsExactly("b");
        assertThat(all("(?<!a)b", "abbb", "")).containsExactly("b", "b");
        assertThat(all("(?=(?!a).)\\w", "ab", "")).containsExactly("b");
        assertThat(all("(?<=^|,)[^,]*(?=,|$)", "a,,b", "")).containsExactly("a", "", "b");
        assertThat(first("(?=(a))a", "a")).as("a group in it is not remembered").isEqualTo("a");
    }

    @Test
    void knowsWords() {
        assertThat(all("\\m\\w+\\M", "ab, c_1!", "")).containsExactly("ab", "c_1");
        assertThat(all("[[:<:]].", "ab cd", "")).containsExactly("a", "c");
        assertThat(all(".\\y", "ab c", "")).containsExactly("b", " ", "c");
        assertThat(all("\\Y.", "ab", "")).containsExactly("b");
        assertThat(all("\\w+", "aé", "")).as("no letter in the collation C").containsExactly("a");
    }

    @Test
    void readsBrackets() {
        assertThat(all("[]a-]+", "b]-a", "")).containsExactly("]-a");
        assertThat(all("[^]a]", "a]b", "")).containsExactly("b");
        assertThat(all("[[:digit:][:space:]x]+", "a1 x2b", "")).containsExactly("1 x2");
        assertThat(all("[[.comma.]-[.hyphen.]]+", ",-.", "")).containsExactly(",-");
        assertThat(all("[[=a=]b]+", "cabc", "")).containsExactly("ab");
        assertThat(all("[\\d\\W]+", "a1-b", "")).containsExactly("1-");
        assertThat(all("[à-ü]", "aéz", "")).containsExactly("é");
        assertThat(all("[^a]", "aB", "i")).containsExactly("B");
        assertThat(all("[a-c]+", "xAbCx", "i")).containsExactly("AbC");
    }

    @Test
    void obeysOptions() {
        String lines = "a\nb";
        assertThat(all("^.", lines, "")).containsExactly("a");
        assertThat(all("^.", lines, "n")).containsExactly("a", "b");
        assertThat(all("a.b", lines, "")).containsExactly(lines);
        assertThat(all("a.b", lines, "n")).isEmpty();
        assertThat(all("a.b", lines, "w")).containsExactly(lines);
        assertThat(all("^b", lines, "p")).isEmpty();
        assertThat(all("a[^x]b", lines, "p")).isEmpty();
        assertThat(all("a\\Wb", lines, "n")).as("\\W does match").containsExactly(lines);
        assertThat(all("\\Ab", lines, "n")).isEmpty();
        assertThat(all(" a b # comment\n+", "abb", "x")).containsExactly("abb");
        assertThat(all("a+", "aa+", "q")).containsExactly("a+");
        assertThat(all("(?i)A", "a", "")).containsExactly("a");
        assertThat(all("(?e)a\\w", "aw", "")).containsExactly("aw");
        assertThat(all("a+", "aa+", "e")).as("as basic expressions").containsExactly("a+");
        assertThat(all("***=a.", "aba.", "")).containsExactly("a.");
        assertThat(all("***:a.", "ab", "b")).containsExactly("ab");
        assertThat(all("a(?#no matter)b", "ab", "")).containsExactly("ab");
    }

    @Test
    void readsBasicExpressions() {
        assertThat(all("\\(a\\)\\1", "aa", "b")).containsExactly("aa|a");
        assertThat(all("a\\{2\\}", "aaa", "b")).containsExactly("aa");
        assertThat(all("*a", "*a", "b")).containsExactly("*a");
        assertThat(all("a|b", "a|b", "b")).containsExactly("a|b");
        assertThat(all("\\<a\\>", "a ab", "b")).containsExactly("a");
        assertThat(all("a^b$c", "a^b$c", "b")).containsExactly("a^b$c");
    }

    @Test
    void readsEscapes() {
        assertThat(all("\\x41\\u0042\\U00000043\\104", "ABCD", "")).containsExactly("ABCD");
        assertThat(all("\\B\\t\\cA", "\\\t\u0001", "")).containsExactly("\\\t\u0001");
        assertThat(all("\\U0001F600", "\uD83D\uDE00", "")).containsExactly("\uD83D\uDE00");
        assertThat(all(".", "a\uD83D\uDE00é", "")).containsExactly("a", "\uD83D\uDE00", "é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a**;quantifier operand invalid",
                "(?=a)*;quantifier operand invalid",
                "(?x;invalid embedded option",
                "(?z)a;invalid embedded option",
                "***a;quantifier operand invalid",
                "***?;invalid regexp (reg version 0.8)",
                "a{2,1};invalid repetition count(s)",
                "a{256};invalid repetition count(s)",
                "a{1;braces {} not balanced",
                "(a;parentheses () not balanced",
                "a);parentheses () not balanced",
                "[a;brackets [] not balanced",
                "[b-a];invalid character range",
                "[[.hyphen.]-[.comma.]];invalid character range",
                "[a-c-e];invalid character range",
                "[[:no:]];invalid character class",
                "[[.no.]];invalid collating element",
                "\\q;invalid escape \\ sequence",
                "a\\;invalid escape \\ sequence",
                "\\u12;invalid escape \\ sequence",
                "(a)\\2;invalid backreference number",
                "(a\\1);invalid backreference number",
                "((x{255}){255}){255};regular expression is too complex"
            })
    void saysWhatIsWrongAsPostgresDoes(String pattern, String words) {
        assertThatThrownBy(() -> first(pattern, ""))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.sqlState().code()).isEqualTo("2201B"))
                .hasMessage("invalid regular expression: " + words);
    }

    @Test
    void refusesLettersThatContradictALiteral() {
        assertThatThrownBy(() -> first("a", "a", "qx"))
                .hasMessage("invalid regular expression: invalid argument to regex function");
        assertThatThrownBy(() -> first("a", "a", "z"))
                .hasMessage("invalid regular expression option: \"z\"");
    }

    @Test
    void isUsedAgainForAnotherText() {
        var pattern = RegularExpression.compile("(?<=b)a|x(?=y)", RegexOptions.NONE);
        try (RegexMatcher matcher = pattern.matcher()) {
            matcher.read("ba");
            assertThat(matcher.finds()).isTrue();
            matcher.read("ab");
            assertThat(matcher.finds()).isFalse();
            matcher.read("xy");
            assertThat(matcher.finds()).isTrue();
        }
    }
}
