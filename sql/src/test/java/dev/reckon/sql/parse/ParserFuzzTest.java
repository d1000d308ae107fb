package dev.reckon.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Statements with tokens or characters lost, doubled, swapped or from elsewhere: they parse, or
/// they are refused with an error a client understands.
final class ParserFuzzTest {
    private static final long SEED = Long.getLong("seed", 20_260_101L);
    private static final int ROUNDS = 20_000;

    private final List<String> statements = Statements.accepted();

    @Test
    void brokenStatementsAreRefusedProperly() {
        var random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String sql = random.nextBoolean() ? tokensChanged(random) : charactersChanged(random);
            try {
                Parser.parse(sql);
            } catch (DatabaseException e) {
                refused++;
                check(sql, e);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", round " + round + ": " + sql, e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
    }

    private static void check(String sql, DatabaseException error) {
        assertThat(error.sqlState()).as(sql).isNotEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
        error.position()
                .ifPresent(position -> assertThat(position).as(sql).isBetween(0, sql.length()));
    }

    private String any(Random random) {
        return statements.get(random.nextInt(statements.size()));
    }

    private static List<String> tokens(String sql) {
        var lexer = new Lexer(sql);
        var list = new ArrayList<String>();
        for (int i = 0; i < lexer.count() - 2; i++) {
            list.add(sql.substring(lexer.start(i), lexer.end(i)));
        }
        return list;
    }

    private String tokensChanged(Random random) {
        List<String> tokens = tokens(any(random));
        List<String> others = tokens(any(random));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.add(at, others.get(random.nextInt(others.size())));
                default -> tokens.set(at, others.get(random.nextInt(others.size())));
            }
        }
        return String.join(" ", tokens);
    }

    private String charactersChanged(Random random) {
        var text = new StringBuilder(any(random));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 ->
                        text.insert(
                                at,
                                "'\"\\$()[]{};:.,*/-+eEuU&x0\0\n\uD83Dä"
                                        .charAt(random.nextInt(28)));
                default -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
            }
        }
        return text.toString();
    }
}
