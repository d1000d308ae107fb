package dev.reckon.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class ParserTest {
    /// Our error for a text, if there is one.
    static Optional<Statements.Rejected> reject(String sql) {
        try {
            Parser.parse(sql);
            return Optional.empty();
        } catch (DatabaseException e) {
            int offset = e.position().orElse(-1);
            int position = offset < 0 ? -1 : sql.codePointCount(0, offset);
            return Optional.of(
                    new Statements.Rejected(
                            sql, e.sqlState().code(), position, String.valueOf(e.getMessage())));
        }
    }

    @Test
    void acceptsWhatPostgresAccepts() {
        var refused = new ArrayList<Statements.Rejected>();
        List<String> statements = Statements.accepted();
        statements.forEach(sql -> reject(sql).ifPresent(refused::add));
        assertThat(refused).isEmpty();
        assertThat(statements).hasSizeGreaterThan(300);
    }

    @Test
    void refusesWhatPostgresRefusesWithTheSameError() {
        List<Statements.Rejected> statements = Statements.rejected();
        assertThat(statements.stream().flatMap(r -> reject(r.sql()).stream()).toList())
                .isEqualTo(statements);
        assertThat(statements).hasSizeGreaterThan(200);
    }

    @Test
    void theListsAreTrueOfTheInstalledPostgres() throws IOException {
        Assumptions.assumeTrue(PostgresPeer.isInstalled(), "no PostgreSQL is installed");
        try (var peer = PostgresPeer.start(List.of("fsync=off"));
                var postgres = new PostgresParser(peer.port())) {
            var refused = new ArrayList<Statements.Rejected>();
            for (String sql : Statements.accepted()) {
                postgres.reject(sql).ifPresent(refused::add);
            }
            assertThat(refused).isEmpty();
            var errors = new ArrayList<Statements.Rejected>();
            for (Statements.Rejected rejected : Statements.rejected()) {
                postgres.reject(rejected.sql()).ifPresent(errors::add);
            }
            assertThat(errors).isEqualTo(Statements.rejected());
        }
    }

    @Test
    void splitsATextIntoStatements() {
        String sql = " ;SELECT $2; -- first\n UPDATE t SET a = $1 ;; ";
        List<ParsedStatement> statements = Parser.parse(sql);
        assertThat(statements)
                .extracting(s -> sql.substring(s.start(), s.end()), ParsedStatement::parameterCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("SELECT $2", 2),
                        org.assertj.core.groups.Tuple.tuple("UPDATE t SET a = $1", 1));
    }

    @Test
    void anEmptyTextHasNoStatements() {
        assertThat(Parser.parse("")).isEmpty();
        assertThat(Parser.parse(" ; -- nothing\n;/* more nothing */")).isEmpty();
    }

    @Test
    void anErrorInALaterStatementFailsAll() {
        assertThat(reject("SELECT 1; SELECT FROM WHERE"))
                .hasValueSatisfying(error -> assertThat(error.position()).isEqualTo(22));
    }

    @Test
    void positionsAreTheCaretsOfPostgres() {
        Query query = (Query) Parser.parse("SELECT a + b::int, f(x) FROM t").getFirst().statement();
        var select = (Query.Select) query.body();
        var sum = (Expression.Binary) select.items().getFirst().expression();
        assertThat(sum.position()).isEqualTo(9);
        assertThat(sum.left().position()).isEqualTo(7);
        assertThat(sum.right().position()).isEqualTo(12);
        assertThat(select.items().get(1).expression().position()).isEqualTo(19);
        assertThat(select.from().getFirst().position()).isEqualTo(29);
    }

    @Test
    void operatorsBindAsInPostgres() {
        assertThat(printed("1 + 2 * 3 ^ 4 - 5")).isEqualTo("((1 + (2 * (3 ^ 4))) - 5)");
        assertThat(printed("NOT a = b AND c OR d")).isEqualTo("(((NOT (a = b)) AND c) OR d)");
        assertThat(printed("- a ^ b")).isEqualTo("((- a) ^ b)");
        assertThat(printed("- a::int")).isEqualTo("(- (a)::integer)");
        assertThat(printed("a || b < c || d")).isEqualTo("((a || b) < (c || d))");
        assertThat(printed("a = b IS NULL")).isEqualTo("((a = b) IS NULL)");
        assertThat(printed("a < b AND c BETWEEN d AND e AND f"))
                .isEqualTo("((a < b) AND (c BETWEEN d AND e) AND f)");
        assertThat(printed("a = NOT b = c")).isEqualTo("(a = (NOT (b = c)))");
        assertThat(printed("@ a || b")).isEqualTo("((@ a) || b)");
        assertThat(printed("a AT TIME ZONE b || c")).isEqualTo("((a AT TIME ZONE b) || c)");
    }

    private static String printed(String expression) {
        return Deparser.deparse(Parser.parseExpression(expression));
    }

    @Test
    void negativeNumbersAreConstants() {
        assertThat(Parser.parseExpression("-2147483648"))
                .isEqualTo(new Expression.IntegerConstant(Integer.MIN_VALUE, 0));
        assertThat(Parser.parseExpression("- 9223372036854775808"))
                .isEqualTo(new Expression.NumericConstant("-9223372036854775808", 0));
        assertThat(Parser.parseExpression("- -5")).isEqualTo(new Expression.IntegerConstant(5, 0));
    }

    @Test
    void whatWeDoNotHaveIsNamed() {
        assertThat(feature("CREATE EVENT TRIGGER a ON sql_drop EXECUTE FUNCTION f()"))
                .isEqualTo("CREATE EVENT TRIGGER");
        assertThat(feature("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"))
                .isEqualTo("CREATE RULE");
        assertThat(feature("CREATE FOREIGN TABLE t (a int) SERVER s"))
                .isEqualTo("CREATE FOREIGN TABLE");
        assertThat(feature("ALTER SYSTEM SET a = 1")).isEqualTo("ALTER SYSTEM");
        assertThat(Parser.parse("CREATE POLICY p ON t; SELECT 1")).hasSize(2);
        assertThat(reject("CREATE NONSENSE x"))
                .hasValueSatisfying(error ->
                        assertThat(error.message())
                                .isEqualTo("syntax error at or near \"NONSENSE\""));
    }

    private static String feature(String sql) {
        Statement statement = Parser.parse(sql).getFirst().statement();
        return ((UtilityStatement.Unsupported) statement).feature();
    }

    @Test
    void nestingTooDeepIsAnErrorAndNoOverflow() throws InterruptedException {
        int levels = 50_000;
        for (String sql :
                List.of(
                        nested("SELECT ", "(", "1", ")", levels),
                        nested("SELECT ", "f(", "1", ")", levels),
                        nested("SELECT ", "(SELECT ", "1", ")", levels),
                        nested("SELECT ", "CASE WHEN ", "1", " THEN 1 END", levels),
                        nested("SELECT ARRAY", "[", "1", "]", levels),
                        nested("SELECT ", "NOT ", "a", "", levels),
                        nested("SELECT ", "- ", "a", "", levels),
                        nested("SELECT 1", "", "", " + 1", levels),
                        nested("SELECT 1", "", "", "::int", levels),
                        nested("SELECT a", "", "", "[1]", levels),
                        nested("SELECT 1", "", "", " UNION SELECT 1", levels),
                        nested("", "(", "SELECT 1", ")", levels),
                        nested("SELECT * FROM ", "(SELECT * FROM ", "t", ") x", levels),
                        nested("SELECT * FROM a", "", "", " CROSS JOIN b", levels),
                        nested("SELECT * FROM a", " JOIN a", "", " ON true", levels),
                        nested("", "WITH a AS (", "SELECT 1", ") SELECT 1", levels),
                        nested("SELECT 1 GROUP BY ", "GROUPING SETS (", "1", ")", levels))) {
            assertThat(sqlStateOnSmallStack(sql))
                    .as(sql.substring(0, 40))
                    .isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
        }
    }

    @Test
    void nestingThatPeopleWriteIsFine() {
        assertThat(reject(nested("SELECT ", "(", "1", ")", 200))).isEmpty();
        assertThat(reject(nested("SELECT 1", "", "", " + 1", 900))).isEmpty();
        assertThat(reject(nested("SELECT 1 WHERE a = 1", "", "", " OR a = 1", 100_000))).isEmpty();
        assertThat(reject("VALUES " + "(1), ".repeat(100_000) + "(1)")).isEmpty();
    }

    private static String nested(
            String before, String open, String inner, String close, int levels) {
        return before + open.repeat(levels) + inner + close.repeat(levels);
    }

    private static SqlState sqlStateOnSmallStack(String sql) throws InterruptedException {
        var outcome = new AtomicReference<Throwable>(new AssertionError("parsed"));
        Runnable parse =
                () ->
                        assertThatExceptionOfType(DatabaseException.class)
                                .isThrownBy(() -> Parser.parse(sql))
                                .satisfies(outcome::set);
        var thread = new Thread(null, parse, "parser", 512 << 10);
        thread.start();
        thread.join();
        if (outcome.get() instanceof DatabaseException e) {
            return e.sqlState();
        }
        throw new AssertionError(outcome.get());
    }
}
