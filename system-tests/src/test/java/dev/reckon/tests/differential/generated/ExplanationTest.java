package dev.reckon.tests.differential.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the explanations cover, and what stands next to it and is a difference.
final class ExplanationTest {
    private static final String NUMBER = "x 701 -1";
    private static final String CHAR = "x 1042 9";
    private static final String ANY_CHAR = "x 1042 -1";
    private static final String INTEGERS = "x 1007 -1";

    @Test
    void aDigitGrowsOnlyInNestedFunctions() throws IOException {
        Answer postgres = rows(NUMBER, "0.1234567890123456");
        Answer reckon = rows(NUMBER, "0.1234567890123999");
        Answer farther = rows(NUMBER, "0.1234567891");
        assertThat(of("select \"cos\"(\"atan2\"(a, 2.5))", postgres, reckon))
                .contains(Explanation.LAST_DIGIT_WITHIN);
        assertThat(of("select \"cos\"((a ^ 2.5))", postgres, reckon))
                .contains(Explanation.LAST_DIGIT_WITHIN);
        assertThat(of("select \"cos\"(a), \"atan2\"(a, 2.5)", postgres, reckon)).isEmpty();
        assertThat(of("select \"cos\"(\"atan2\"(a, 2.5))", postgres, farther)).isEmpty();
    }

    @Test
    void aSliceMayKeepTheFlagOfNulls() throws IOException {
        String flagged = "00000001000000010000001700000001000000010000000400000007";
        String plain = "00000001000000000000001700000001000000010000000400000007";
        String sql = "select (array[7, null])[1:1]";
        assertThat(binary(sql, flagged, plain)).contains(Explanation.NULLS_OF_SLICE);
        assertThat(binary("select array[7]::int[]", flagged, plain)).isEmpty();
        assertThat(binary(sql, flagged, plain.replace("07", "08"))).isEmpty();
        assertThat(binary(sql, flagged.replaceFirst("00000007", "ffffffff"), plain)).isEmpty();
    }

    @Test
    void aChangeJoinedWithConstantsMayLackAModifier() throws IOException {
        Answer postgres = rows(CHAR, "a");
        Answer reckon = rows(ANY_CHAR, "a");
        String returning = " returning case when v.x then 'a'::char(5) end";
        assertThat(of("update t set a = 1 from (values (true)) v(x)" + returning, postgres, reckon))
                .contains(Explanation.MODIFIER_OF_RETURNING);
        assertThat(of("update t set a = 1" + returning, postgres, reckon)).isEmpty();
        assertThat(of("update t set a = 1 from (values (true)) v(x)" + returning, reckon, postgres))
                .isEmpty();
    }

    @Test
    void anotherPlanIsAskedInTheSameForm() throws IOException {
        Answer expected = rows(INTEGERS, "01");
        var statement =
                new GeneratedStatement(
                        "select x", WirePeer.Form.BINARY, false, false, List.of(), List.of());
        var given =
                new Explanation.Case(
                        statement,
                        rows(INTEGERS, "02"),
                        expected,
                        (_, _, form) -> rows(INTEGERS, form == WirePeer.Form.BINARY ? "01" : "1"));
        assertThat(Explanation.of(given)).contains(Explanation.ANOTHER_PLAN);
    }

    @Test
    void anOuterJoinUnderATestOfAnyMayBeMadeInner() throws IOException {
        String join = "select * from t right join u on a = b where ";
        assertThat(ofOpaque(join + "((a <= any (array_remove('{}', b))) is false)"))
                .contains(Explanation.JOIN_MADE_INNER);
        assertThat(ofOpaque(join + "((a <= all (array_remove('{}', b))) is false)")).isEmpty();
        assertThat(ofOpaque("select * from t where (a <= any (b)) is false")).isEmpty();
    }

    /// PostgreSQL has the row that Reckon has only when the test is one that it can't look into.
    private static Optional<Explanation> ofOpaque(String sql) throws IOException {
        var statement =
                new GeneratedStatement(
                        sql, WirePeer.Form.SIMPLE, false, false, List.of(), List.of());
        Answer missing = rows(NUMBER, "1");
        Answer expected = rows(NUMBER, "2");
        return Explanation.of(
                new Explanation.Case(
                        statement,
                        missing,
                        expected,
                        (_, asked, _) ->
                                asked.contains(" is not distinct from false")
                                        ? expected
                                        : missing));
    }

    private static Answer rows(String column, String row) {
        return new Answer(List.of(column), List.of(row), "SELECT 1", "", "");
    }

    private static Optional<Explanation> binary(String sql, String postgres, String reckon)
            throws IOException {
        return of(sql, rows(INTEGERS, postgres), rows(INTEGERS, reckon), WirePeer.Form.BINARY);
    }

    private static Optional<Explanation> of(String sql, Answer postgres, Answer reckon)
            throws IOException {
        return of(sql, postgres, reckon, WirePeer.Form.SIMPLE);
    }

    /// PostgreSQL's answer is the same by all plans.
    private static Optional<Explanation> of(
            String sql, Answer postgres, Answer reckon, WirePeer.Form form) throws IOException {
        var statement = new GeneratedStatement(sql, form, false, false, List.of(), List.of());
        return Explanation.of(
                new Explanation.Case(statement, postgres, reckon, (_, _, _) -> postgres));
    }
}
