package dev.reckon.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.UtilityStatement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeparserTest {
    @Test
    void whatIsWrittenParsesToTheSameTree() {
        int count = 0;
        for (String sql : Statements.accepted()) {
            Optional<Preparable> statement = preparable(Parser.parse(sql).getFirst().statement());
            if (statement.isPresent()) {
                String written = Deparser.deparse(statement.get());
                Statement again = Parser.parse(written).getFirst().statement();
                assertThat(Trees.canonical(again))
                        .as("%s%n%s", sql, written)
                        .isEqualTo(Trees.canonical(statement.get()));
                count++;
            }
        }
        assertThat(count).isGreaterThan(150);
    }

    private static Optional<Preparable> preparable(Statement statement) {
        return switch (statement) {
            case Preparable preparable -> Optional.of(preparable);
            case SchemaStatement.CreateView view -> Optional.of(view.query());
            case UtilityStatement.Explain explain -> preparable(explain.statement());
            default -> Optional.empty();
        };
    }

    @Test
    void writesExpressionsAsPostgresDoes() {
        assertThat(expression("a>0 and b is not null")).isEqualTo("((a > 0) AND (b IS NOT NULL))");
        assertThat(expression("lower(a) like 'x%'")).isEqualTo("(lower(a) LIKE 'x%')");
        assertThat(expression("nextval('s'::regclass)")).isEqualTo("nextval('s'::regclass)");
        assertThat(expression("cast(a as varchar(3))")).isEqualTo("(a)::character varying(3)");
        assertThat(expression("int '1'")).isEqualTo("'1'::integer");
        assertThat(expression("timestamp(3) with time zone 'now'"))
                .isEqualTo("'now'::timestamp(3) with time zone");
        assertThat(expression("\"Select\".\"a b\"")).isEqualTo("\"Select\".\"a b\"");
        assertThat(expression("current_date")).isEqualTo("CURRENT_DATE");
        assertThat(expression("extract(year from d)")).isEqualTo("EXTRACT('year' FROM d)");
        assertThat(expression("'it''s'")).isEqualTo("'it''s'");
        assertThat(expression("a = any(array[1,2])")).isEqualTo("(a = ANY (ARRAY[1, 2]))");
    }

    private static String expression(String text) {
        return Deparser.deparse(Parser.parseExpression(text));
    }

    @Test
    void writesTypesInTheNamesOfSql() {
        assertThat(type("int4")).isEqualTo("int4");
        assertThat(type("int")).isEqualTo("integer");
        assertThat(type("float(24)[]")).isEqualTo("real[]");
        assertThat(type("char")).isEqualTo("character(1)");
        assertThat(type("interval day to second(3)")).isEqualTo("interval day to second(3)");
        assertThat(type("setof s.\"T\"")).isEqualTo("SETOF s.\"T\"");
    }

    private static String type(String text) {
        return Deparser.deparse(Parser.parseType(text));
    }
}
