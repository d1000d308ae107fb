package dev.reckon.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.parse.LiftedStatement.Kind;
import dev.reckon.sql.parse.LiftedStatement.Literal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiteralLifterTest {
    private static String lifted(String sql) {
        return LiteralLifter.lift(sql).map(LiftedStatement::text).orElse("");
    }

    @Test
    void liftsWhereValuesAndSet() {
        assertThat(lifted("SELECT a FROM t WHERE id = 42"))
                .isEqualTo("SELECT a FROM t WHERE id = $1");
        assertThat(lifted("INSERT INTO t VALUES (1, 'a', -2.5), (2, 'b', 3)"))
                .isEqualTo("INSERT INTO t VALUES ($1, $2, $3), ($4, $5, $6)");
        assertThat(lifted("UPDATE t SET a = a + -5, b = 'x' WHERE id IN (1, 2)"))
                .isEqualTo("UPDATE t SET a = a + $1, b = $2 WHERE id IN ($3, $4)");
        assertThat(lifted("DELETE FROM t WHERE a BETWEEN 'a' AND 'b' OR c < 3;"))
                .isEqualTo("DELETE FROM t WHERE a BETWEEN $1 AND $2 OR c < $3;");
    }

    @Test
    void keepsValuesAndKinds() {
        LiftedStatement statement =
                LiteralLifter.lift(
                                "INSERT INTO t VALUES (-1, 2147483648, 1.5, 'it''s', 9223372036854775808)")
                        .orElseThrow();
        assertThat(statement.literals())
                .containsExactly(
                        new Literal(Kind.INTEGER, "-1", 22),
                        new Literal(Kind.BIGINT, "2147483648", 26),
                        new Literal(Kind.NUMERIC, "1.5", 38),
                        new Literal(Kind.STRING, "it's", 43),
                        new Literal(Kind.NUMERIC, "9223372036854775808", 52));
    }

    @Test
    void differentKindsHaveDifferentKeys() {
        LiftedStatement integer = LiteralLifter.lift("SELECT 1 FROM t WHERE a = 1").orElseThrow();
        LiftedStatement other = LiteralLifter.lift("SELECT 1 FROM t WHERE a = 2").orElseThrow();
        LiftedStatement string = LiteralLifter.lift("SELECT 1 FROM t WHERE a = '1'").orElseThrow();
        assertThat(other.key()).isEqualTo(integer.key());
        assertThat(string.text()).isEqualTo(integer.text());
        assertThat(string.key()).isNotEqualTo(integer.key());
    }

    @Test
    void leavesAloneWhatAParameterCouldChange() {
        for (String sql :
                List.of(
                        "SELECT 1, 'a' FROM t ORDER BY 1 LIMIT 10 OFFSET 5",
                        "SELECT a FROM t GROUP BY 1 HAVING count(*) > 1",
                        "SELECT a FROM t WHERE d = date '2020-01-01'",
                        "SELECT a FROM t WHERE d > now() - interval '1 day'",
                        "SELECT a FROM t WHERE a = '1'::int",
                        "SELECT a FROM t WHERE a::varchar(3) LIKE 'x%' ESCAPE '!'",
                        "SELECT a FROM t WHERE a = cast('1' AS numeric(10, 2))",
                        "SELECT a FROM t WHERE f(1, 'x') = b[2]",
                        "SELECT a FROM t WHERE a = (SELECT 1 FROM u WHERE b = 2)",
                        "SELECT a FROM t WHERE 1 = 1",
                        "SELECT a FROM t WHERE a = E'x' OR a = $$x$$ OR a = B'1'",
                        "SELECT a FROM t FETCH FIRST 5 ROWS ONLY",
                        "SELECT a FROM t TABLESAMPLE system (10)",
                        "INSERT INTO t SELECT 1, 'a' ON CONFLICT (a) WHERE a = 1 DO UPDATE SET b = 2",
                        "CREATE TABLE t (a int DEFAULT 1)",
                        "WITH a AS (SELECT 1) SELECT a FROM t WHERE b = 1",
                        "SELECT a FROM t WHERE a = $1 AND b = 2",
                        "SELECT a FROM t WHERE a = 1; SELECT 2",
                        "SELECT a FROM t WHERE a = 'x",
                        "SELECT a FROM t WHERE (a = 1")) {
            String lifted = lifted(sql);
            assertThat(lifted.isEmpty() || lifted.equals("SELECT a FROM t WHERE (a = $1"))
                    .as("%s%n%s", sql, lifted)
                    .isTrue();
        }
    }

    /// The tree of the lifted text, with the constants put back, is the tree of the text.
    @Test
    void liftingChangesNothingButTheConstants() {
        int count = 0;
        for (String sql : Statements.accepted()) {
            var lifted = LiteralLifter.lift(sql);
            if (lifted.isEmpty()) {
                continue;
            }
            String restored =
                    Trees.canonical(Parser.parse(lifted.get().text()).getFirst().statement());
            List<Literal> literals = lifted.get().literals();
            for (int i = literals.size(); i > 0; i--) {
                Literal literal = literals.get(i - 1);
                String node =
                        switch (literal.kind()) {
                            case INTEGER -> "IntegerConstant('";
                            case BIGINT, NUMERIC -> "NumericConstant('";
                            case STRING -> "StringConstant('";
                        };
                restored =
                        restored.replace("Parameter('" + i + "' )", node + literal.text() + "' )");
            }
            assertThat(restored)
                    .as(sql)
                    .isEqualTo(Trees.canonical(Parser.parse(sql).getFirst().statement()));
            count++;
        }
        assertThat(count).isGreaterThan(10);
    }
}
