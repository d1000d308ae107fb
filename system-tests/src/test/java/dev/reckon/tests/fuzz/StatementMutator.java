package dev.reckon.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes statements that are nearly right of statements that are. For one thread.
final class StatementMutator {
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\\w+|\\s+|::|[<>=!|&~@#-]+|.", Pattern.DOTALL);

    /// What values are often forgotten.
    private static final List<String> CORNERS =
            List.of(
                    "null",
                    "0",
                    "-1",
                    "1",
                    "2147483647",
                    "-2147483648",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "1e400",
                    "'NaN'",
                    "'infinity'",
                    "''",
                    "' '",
                    "'{}'",
                    "'[]'",
                    "'x'",
                    "true",
                    "*",
                    "()",
                    "array[]::int[]",
                    "array[null,1]",
                    "row(1,null)",
                    "$1",
                    "(select null)",
                    "(select 1 where false)",
                    "distinct",
                    "::text",
                    "::int",
                    "::numeric",
                    "::date",
                    "::jsonb",
                    "::text[]",
                    "over ()",
                    "filter (where false)",
                    "order by 1",
                    "limit null",
                    "group by ()",
                    "as a",
                    "(",
                    ")",
                    ",",
                    "'1 day'",
                    "'2000-02-30'",
                    "1.5",
                    "'\\x00'",
                    "U&'\\0041'");

    private final List<List<String>> statements = new ArrayList<>();
    private final Random random;

    StatementMutator(List<String> statements, Random random) {
        for (String statement : statements) {
            this.statements.add(tokens(statement));
        }
        this.random = random;
    }

    private static List<String> tokens(String statement) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(statement);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /// Returns a statement with one to four changes.
    String next() {
        List<String> tokens = new ArrayList<>(any(statements));
        for (int count = 1 + random.nextInt(4); count > 0 && !tokens.isEmpty(); count--) {
            change(tokens);
        }
        return String.join("", tokens);
    }

    private void change(List<String> tokens) {
        int index = random.nextInt(tokens.size());
        switch (random.nextInt(7)) {
            case 0 -> tokens.remove(index);
            case 1 -> tokens.add(index, tokens.get(index));
            case 2 -> tokens.set(index, any(CORNERS));
            case 3 -> tokens.add(index, " " + any(CORNERS) + " ");
            case 4 -> tokens.set(index, any(any(statements)));
            case 5 -> tokens.add(tokens.remove(random.nextInt(tokens.size())));
            default -> splice(tokens, index);
        }
    }

    /// Puts a piece of another statement in.
    private void splice(List<String> tokens, int index) {
        List<String> other = any(statements);
        int start = random.nextInt(other.size());
        int end = Math.min(other.size(), start + 1 + random.nextInt(12));
        tokens.addAll(index, other.subList(start, end));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
