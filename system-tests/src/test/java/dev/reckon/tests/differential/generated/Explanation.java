package dev.reckon.tests.differential.generated;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why two different answers can both be right. Each has a reason that can be read up and a test
/// that is as narrow as the reason; what none of them covers is a difference to mend.
enum Explanation {
    /// PostgreSQL gives Reckon's answer too, when its settings make it choose another plan: the
    /// statement's answer depends on the plan.
    ANOTHER_PLAN {
        @Override
        boolean covers(Case given) throws IOException {
            if (given.statement().isSingle()) {
                return false;
            }
            for (String settings : OTHER_PLANS) {
                Answer answer =
                        given.alternatives()
                                .run(settings, given.statement().sql(), given.statement().form());
                if (Judge.agree(given.statement(), answer, given.reckon())) {
                    return true;
                }
            }
            return false;
        }
    },
    /// PostgreSQL takes `x < ANY (array)` for never false where `x` is NULL, though it is false of
    /// an empty array, and makes an outer join under a test for that an inner one: rows are missing
    /// by each of its plans. With the test in words that its planner doesn't look into, it gives
    /// Reckon's answer.
    JOIN_MADE_INNER {
        @Override
        boolean covers(Case given) throws IOException {
            String sql = given.statement().sql();
            if (given.statement().isSingle() || !TESTED_ANY.matcher(sql).matches()) {
                return false;
            }
            String opaque =
                    sql.replace(" is false", " is not distinct from false")
                            .replace(" is not unknown", " is distinct from null::boolean");
            Answer answer = given.alternatives().run("", opaque, given.statement().form());
            return Judge.agree(given.statement(), answer, given.reckon());
        }
    },
    /// An error of data in a row, or in a part of an expression, that the other server didn't
    /// compute or computed later (PostgreSQL's manual, "Expression Evaluation Rules"). It is no
    /// constant: PostgreSQL plans the statement without it.
    EVALUATED_BY_ONE {
        @Override
        boolean covers(Case given) throws IOException {
            boolean areOfData =
                    isOfData(given.postgres())
                            && isOfData(given.reckon())
                            && (given.postgres().isError() || given.reckon().isError());
            return areOfData
                    && !given.statement().isSingle()
                    && !given.alternatives()
                            .run("", "explain " + given.statement().sql(), WirePeer.Form.SIMPLE)
                            .isError();
        }
    },
    /// Reckon has one collation, PostgreSQL finds two: that of type name is "C" there.
    OTHER_COLLATION {
        @Override
        boolean covers(Case given) {
            return Set.of("42P21", "42P22").contains(given.postgres().state())
                    && !given.reckon().isError()
                    && given.statement().sql().matches("(?s).*(::name| collate \"C\").*");
        }
    },
    /// The last digit of a transcendental function is the C library's business: one unit in the
    /// last place, or one digit of fifteen where it was shown as text.
    LAST_DIGIT {
        @Override
        boolean covers(Case given) {
            return !given.postgres().isError()
                    && !given.reckon().isError()
                    && TRANSCENDENTAL.matcher(given.statement().sql()).find()
                    && given.postgres().columns().equals(given.reckon().columns())
                    && areClose(
                            given.postgres().rows(),
                            given.reckon().rows(),
                            Explanation::isWithinLastDigit);
        }
    },
    /// A function turns the last digit of another's result into more of them: both are
    /// transcendental, and one stands in the other.
    LAST_DIGIT_WITHIN {
        @Override
        boolean covers(Case given) {
            return !given.postgres().isError()
                    && !given.reckon().isError()
                    && hasNestedTranscendental(given.statement().sql())
                    && given.postgres().columns().equals(given.reckon().columns())
                    && areClose(
                            given.postgres().rows(),
                            given.reckon().rows(),
                            Explanation::isWithinAmplified);
        }
    },
    /// An array that a slice was taken of has no NULL left: PostgreSQL's binary form still says
    /// that it may have some, as its source did. Reckon's says what is there.
    NULLS_OF_SLICE {
        @Override
        boolean covers(Case given) {
            return given.statement().form() == WirePeer.Form.BINARY
                    && SLICE.matcher(given.statement().sql()).find()
                    && !given.reckon().isError()
                    && Judge.agree(
                            given.statement(),
                            withoutNullFlags(given.postgres()),
                            withoutNullFlags(given.reckon()));
        }
    },
    /// Of rows that are alike in all that a window orders by, any may come first: each column has
    /// the same values, in other pairs.
    AMONG_PEERS {
        @Override
        boolean covers(Case given) {
            return given.statement().sql().contains(" over (")
                    && !given.postgres().isError()
                    && !given.reckon().isError()
                    && given.postgres().columns().equals(given.reckon().columns())
                    && byColumn(given.postgres()).equals(byColumn(given.reckon()));
        }
    },
    /// A NULLIF that constants decide has the modifier of its first argument in PostgreSQL's
    /// description, and none here.
    MODIFIER_OF_NULLIF {
        @Override
        boolean covers(Case given) {
            return given.statement().sql().contains("nullif(")
                    && Judge.agree(
                            given.statement(),
                            withoutModifiers(given.postgres()),
                            withoutModifiers(given.reckon()));
        }
    },
    /// A change of rows that are joined with constants of its FROM or USING: PostgreSQL puts the
    /// constants where RETURNING reads them, and describes a CASE or COALESCE by what they leave of
    /// it. Here it has no modifier.
    MODIFIER_OF_RETURNING {
        @Override
        boolean covers(Case given) {
            return RETURNING_JOINED.matcher(given.statement().sql()).find()
                    && Judge.agree(
                            given.statement(),
                            withoutUnknownModifiers(given.postgres(), given.reckon()),
                            given.reckon());
        }
    },
    /// Reckon says that it doesn't offer this, and its documentation says so too.
    NOT_OFFERED {
        @Override
        boolean covers(Case given) {
            return given.reckon().state().equals("0A000")
                    && given.reckon().error().matches("function ts_.* is not supported");
        }
    },
    /// One met the comparison's limit of time, or Reckon that of the memory it was given.
    LIMIT_REACHED {
        @Override
        boolean covers(Case given) {
            return given.postgres().state().equals("57014")
                    || Set.of("57014", "53200").contains(given.reckon().state());
        }
    };

    /// What makes PostgreSQL plan otherwise.
    private static final List<String> OTHER_PLANS =
            List.of(
                    "set enable_hashjoin = off",
                    "set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off",
                    "set enable_nestloop = off; set enable_hashjoin = off",
                    "set enable_nestloop = off; set enable_mergejoin = off",
                    "set join_collapse_limit = 1; set from_collapse_limit = 1",
                    "set enable_hashagg = off; set enable_memoize = off",
                    "set enable_seqscan = off; set enable_sort = off");

    private static final Pattern TRANSCENDENTAL =
            Pattern.compile(
                    "\"(a?sind?|a?cosd?|a?tand?|atan2d?|cotd?|a?sinh|a?cosh|a?tanh|exp|ln|log|log10|power|pow|cbrt|sqrt)\"|\\^|\\|\\|?/");

    /// Such a function or operator, and parentheses.
    private static final Pattern FUNCTION_OR_PARENTHESIS =
            Pattern.compile("(?<function>" + TRANSCENDENTAL.pattern() + ")(?<open>\\s*\\()?|[()]");

    /// An outer join, and ANY under a test for false or known.
    private static final Pattern TESTED_ANY =
            Pattern.compile(
                    "(?s)(?=.* (left|right|full) (outer )?join )(?=.* any \\().* is (false|not unknown).*");

    private static final Pattern RETURNING_JOINED =
            Pattern.compile(
                    "(?s)^(update .* from|delete from .* using) .* returning .*\\b(case|coalesce)\\b");

    /// An array subscript with a colon that is no part of a cast.
    private static final Pattern SLICE = Pattern.compile("\\[[^\\[\\]]*(?<!:):(?!:)[^\\[\\]]*\\]");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?");

    /// How many units in the last place of a double may differ.
    private static final int ULPS_MAX = 2;

    /// What a digit that differs may have become after another function, and near zero.
    private static final double RELATIVE_MAX = 1e-12;

    private static final double ABSOLUTE_MAX = 1e-15;

    /// Errors that the data decide, not the text of the statement. Constraints are among them: a
    /// change may violate two.
    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "21", "54", "53");

    /// Two answers that differ.
    ///
    /// @param alternatives asks PostgreSQL again
    record Case(
            GeneratedStatement statement,
            Answer postgres,
            Answer reckon,
            Alternatives alternatives) {}

    /// Runs statements on PostgreSQL, in a transaction that is undone.
    @FunctionalInterface
    interface Alternatives {
        /// Returns what PostgreSQL says to a statement.
        ///
        /// @param settings statements to run before
        /// @param form how it is sent, which decides how its rows are shown
        Answer run(String settings, String sql, WirePeer.Form form) throws IOException;
    }

    abstract boolean covers(Case given) throws IOException;

    /// Returns the first explanation that covers two answers.
    static Optional<Explanation> of(Case given) throws IOException {
        for (Explanation each :
                List.of(
                        LIMIT_REACHED,
                        OTHER_COLLATION,
                        NOT_OFFERED,
                        LAST_DIGIT,
                        LAST_DIGIT_WITHIN,
                        NULLS_OF_SLICE,
                        AMONG_PEERS,
                        MODIFIER_OF_NULLIF,
                        MODIFIER_OF_RETURNING,
                        JOIN_MADE_INNER,
                        ANOTHER_PLAN,
                        EVALUATED_BY_ONE)) {
            if (each.covers(given)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Returns the values of each column, in order.
    private static List<List<String>> byColumn(Answer answer) {
        List<List<String>> columns = new ArrayList<>();
        for (String row : answer.rows()) {
            String[] fields = row.split(" \\| ", -1);
            for (int i = 0; i < fields.length; i++) {
                if (columns.size() == i) {
                    columns.add(new ArrayList<>());
                }
                columns.get(i).add(fields[i]);
            }
        }
        columns.forEach(Collections::sort);
        return columns;
    }

    private static Answer withoutModifiers(Answer answer) {
        List<String> columns =
                answer.columns().stream()
                        .map(each -> each.substring(0, each.lastIndexOf(' ')))
                        .toList();
        return new Answer(columns, answer.rows(), answer.tag(), answer.state(), answer.error());
    }

    private static boolean isOfData(Answer answer) {
        return !answer.isError()
                || DATA_CLASSES.contains(answer.state().substring(0, 2))
                || answer.error().startsWith("invalid range bound flags")
                || answer.error().matches("unit \".*\" not supported for type .*");
    }

    private static Answer withoutUnknownModifiers(Answer postgres, Answer reckon) {
        if (postgres.columns().size() != reckon.columns().size()) {
            return postgres;
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < postgres.columns().size(); i++) {
            String column = postgres.columns().get(i);
            String other = reckon.columns().get(i);
            boolean isAlike =
                    other.endsWith(" -1")
                            && other.equals(column.substring(0, column.lastIndexOf(' ')) + " -1");
            columns.add(isAlike ? other : column);
        }
        return new Answer(
                columns, postgres.rows(), postgres.tag(), postgres.state(), postgres.error());
    }

    /// Clears the flag of each array in an answer of binary values that says that it has a NULL and
    /// has none.
    private static Answer withoutNullFlags(Answer answer) {
        List<String> rows =
                answer.rows().stream()
                        .map(row ->
                                Stream.of(row.split(" \\| ", -1))
                                        .map(Explanation::withoutNullFlag)
                                        .collect(Collectors.joining(" | ")))
                        .toList();
        return new Answer(answer.columns(), rows, answer.tag(), answer.state(), answer.error());
    }

    /// @param hex an array starts with its number of dimensions, the flag, and the elements' type
    private static String withoutNullFlag(String hex) {
        boolean isFlagged = hex.matches("0000000[1-6]00000001[0-9a-f]{8}.*");
        return isFlagged && !hex.substring(24).contains("ffffffff")
                ? hex.substring(0, 15) + '0' + hex.substring(16)
                : hex;
    }

    /// Returns whether a transcendental function or operator stands in the call of another.
    private static boolean hasNestedTranscendental(String sql) {
        Deque<Boolean> calls = new ArrayDeque<>();
        Matcher each = FUNCTION_OR_PARENTHESIS.matcher(sql);
        while (each.find()) {
            if (each.group("function") != null) {
                if (calls.contains(true)) {
                    return true;
                }
                if (each.group("open") != null) {
                    calls.addLast(true);
                }
            } else if (each.group().equals("(")) {
                calls.addLast(false);
            } else {
                calls.pollLast();
            }
        }
        return false;
    }

    private static boolean areClose(
            List<String> left, List<String> right, DoubleBinaryPredicate isClose) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!areClose(left.get(i), right.get(i), isClose)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areClose(String left, String right, DoubleBinaryPredicate isClose) {
        Matcher a = NUMBER.matcher(left);
        Matcher b = NUMBER.matcher(right);
        if (!a.replaceAll("#").equals(b.replaceAll("#"))) {
            return false;
        }
        a.reset();
        b.reset();
        while (a.find() && b.find()) {
            double first = Double.parseDouble(a.group());
            double second = Double.parseDouble(b.group());
            if (!isClose.test(first, second)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithinLastDigit(double first, double second) {
        return Math.abs(first - second) <= ULPS_MAX * Math.max(Math.ulp(first), Math.ulp(second));
    }

    private static boolean isWithinAmplified(double first, double second) {
        double relative = RELATIVE_MAX * Math.max(Math.abs(first), Math.abs(second));
        return Math.abs(first - second) <= Math.max(relative, ABSOLUTE_MAX);
    }

    /// Says whether two numbers may be the same result.
    @FunctionalInterface
    private interface DoubleBinaryPredicate {
        boolean test(double first, double second);
    }
}
