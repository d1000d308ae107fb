package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing statement smaller while it still fails in the same way: replaces what stands in
/// parentheses by NULL or by what stands in parentheses within, and drops items of lists and ends
/// of clauses.
final class Shrinker {
    private static final int ATTEMPTS = 400;

    private final Predicate<String> stillFails;
    private int attempts;

    Shrinker(Predicate<String> stillFails) {
        this.stillFails = stillFails;
    }

    String shrink(String sql) {
        String smallest = sql;
        boolean isShrinking = true;
        while (isShrinking && attempts < ATTEMPTS) {
            isShrinking = false;
            for (String candidate : candidates(smallest)) {
                if (attempts >= ATTEMPTS) {
                    break;
                }
                attempts++;
                if (candidate.length() < smallest.length() && stillFails.test(candidate)) {
                    smallest = candidate;
                    isShrinking = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<String> candidates(String sql) {
        List<int[]> groups = groups(sql);
        List<String> candidates = new ArrayList<>();
        for (int[] group : groups) {
            for (int[] inner : groups) {
                if (inner[0] > group[0] && inner[1] < group[1]) {
                    candidates.add(replaced(sql, group, sql.substring(inner[0], inner[1])));
                }
            }
            candidates.add(replaced(sql, group, "(null)"));
            candidates.add(replaced(sql, group, "1"));
            candidates.add(replaced(sql, group, "true"));
            candidates.add(replaced(sql, group, ""));
        }
        for (String word :
                List.of(
                        " where ",
                        " order by ",
                        " limit ",
                        " having ",
                        " group by ",
                        " and ",
                        " filter ",
                        " union ",
                        " as x",
                        ", ",
                        " offset ",
                        " fetch ")) {
            for (int at = sql.indexOf(word); at >= 0; at = sql.indexOf(word, at + 1)) {
                for (int end : ends(sql, at + word.length())) {
                    candidates.add(sql.substring(0, at) + sql.substring(end));
                }
            }
        }
        candidates.sort((a, b) -> Integer.compare(a.length(), b.length()));
        return candidates;
    }

    private static String replaced(String sql, int[] group, String by) {
        return sql.substring(0, group[0]) + by + sql.substring(group[1]);
    }

    /// Where a part that begins at an offset may end: at the next comma, closing parenthesis or
    /// clause of its level.
    private static List<Integer> ends(String sql, int start) {
        List<Integer> ends = new ArrayList<>();
        int level = 0;
        for (int i = start; i < sql.length() && level >= 0; i++) {
            char c = sql.charAt(i);
            if (c == '(') {
                level++;
            } else if (c == ')') {
                level--;
                if (level < 0) {
                    ends.add(i);
                }
            } else if (level == 0 && (c == ',' || c == ' ')) {
                ends.add(i);
            }
        }
        if (level >= 0) {
            ends.add(sql.length());
        }
        return ends.size() > 12 ? ends.subList(ends.size() - 12, ends.size()) : ends;
    }

    private static List<int[]> groups(String sql) {
        List<int[]> groups = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        boolean isQuoted = false;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\'') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && c == '(') {
                open.add(i);
            } else if (!isQuoted && c == ')' && !open.isEmpty()) {
                groups.add(new int[] {open.removeLast(), i + 1});
            }
        }
        return groups;
    }
}
