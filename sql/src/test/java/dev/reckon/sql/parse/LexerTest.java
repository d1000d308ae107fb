package dev.reckon.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LexerTest {
    private static List<Token> tokens(String text) {
        var lexer = new Lexer(text);
        var list = new ArrayList<Token>();
        for (int i = 0; i < lexer.count() - 2; i++) {
            list.add(lexer.token(i));
        }
        return list;
    }

    private static String value(String text) {
        var lexer = new Lexer(text);
        assertThat(lexer.count()).as(text).isEqualTo(3);
        return lexer.value(0);
    }

    @Test
    void operatorsEndWhereSqlSaysSo() {
        assertThat(texts("1+-2")).containsExactly("1", "+", "-", "2");
        assertThat(texts("a@-b")).containsExactly("a", "@-", "b");
        assertThat(texts("a*-b")).containsExactly("a", "*", "-", "b");
        assertThat(texts("a<--c")).containsExactly("a", "<");
        assertThat(texts("a-/*c*/b")).containsExactly("a", "-", "b");
        assertThat(texts("a::b:=c=>d..e"))
                .containsExactly("a", "::", "b", ":=", "c", "=>", "d", "..", "e");
        assertThat(texts("a!=b<>c<=d>=e")).hasSize(9);
        assertThat(tokens("!= <>")).containsExactly(Token.NOT_EQUALS, Token.NOT_EQUALS);
    }

    private static List<String> texts(String text) {
        var lexer = new Lexer(text);
        var list = new ArrayList<String>();
        for (int i = 0; i < lexer.count() - 2; i++) {
            list.add(text.substring(lexer.start(i), lexer.end(i)));
        }
        return list;
    }

    @Test
    void identifiersFoldInAsciiOnlyAndAreCut() {
        assertThat(value("FooBar")).isEqualTo("foobar");
        assertThat(value("GRÖßE")).isEqualTo("grÖße");
        assertThat(value("\"Foo \"\"Bar\"")).isEqualTo("Foo \"Bar");
        assertThat(value("U&\"d\\0061t\\+000061\"")).isEqualTo("data");
        assertThat(value("a$1_")).isEqualTo("a$1_");
        assertThat(value("x".repeat(70))).isEqualTo("x".repeat(63));
        assertThat(value("ä".repeat(40))).isEqualTo("ä".repeat(31));
    }

    @Test
    void stringsSayWhatTheyMean() {
        assertThat(value("'it''s'")).isEqualTo("it's");
        assertThat(value("'a\\n'")).isEqualTo("a\\n");
        assertThat(value("E'a\\n\\t\\\\\\'\\101\\x41\\u00e4\\U0001F600'"))
                .isEqualTo("a\n\t\\'AAä😀");
        assertThat(value("E'\\xc3\\xa4\\303\\244'")).isEqualTo("ää");
        assertThat(value("E'\\ud83d\\ude00'")).isEqualTo("😀");
        assertThat(value("U&'\\d83d\\de00!' UESCAPE '\\'")).isEqualTo("😀!");
        assertThat(value("U&'a!0041' UESCAPE '!'")).isEqualTo("aA");
        assertThat(value("$$a'b$$")).isEqualTo("a'b");
        assertThat(value("$x$a$$b$x$")).isEqualTo("a$$b");
        assertThat(value("'a'\n  -- and on\n  'b'")).isEqualTo("ab");
        assertThat(value("e'a\\n'\n'\\t'")).isEqualTo("a\n\t");
    }

    @Test
    void everyKeywordIsFoundInAnyCase() {
        for (Token token : Token.values()) {
            if (token.isKeyword()) {
                assertThat(tokens(token.name())).containsExactly(token);
                assertThat(tokens(token.name().toLowerCase(java.util.Locale.ROOT)))
                        .containsExactly(token);
                assertThat(tokens(token.name() + "x")).doesNotContain(token);
            }
        }
    }

    @Test
    void numbersHaveTheirKind() {
        assertThat(tokens("1 2147483647 2147483648 1. .5 1e3 0000000000001"))
                .containsExactly(
                        Token.INTEGER_LITERAL,
                        Token.INTEGER_LITERAL,
                        Token.NUMBER_LITERAL,
                        Token.NUMBER_LITERAL,
                        Token.NUMBER_LITERAL,
                        Token.NUMBER_LITERAL,
                        Token.INTEGER_LITERAL);
    }

    @Test
    void namesAreQuotedOnlyIfTheyMustBe() {
        assertThat(Identifiers.quote("abc_1")).isEqualTo("abc_1");
        assertThat(Identifiers.quote("Abc")).isEqualTo("\"Abc\"");
        assertThat(Identifiers.quote("1a")).isEqualTo("\"1a\"");
        assertThat(Identifiers.quote("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(Identifiers.quote("select")).isEqualTo("\"select\"");
        assertThat(Identifiers.quote("between")).isEqualTo("\"between\"");
        assertThat(Identifiers.quote("index")).isEqualTo("index");
        assertThat(Identifiers.quote("")).isEqualTo("\"\"");
    }
}
