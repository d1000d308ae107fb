package dev.reckon.tests.differential.generated;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
                Answer answer = given.alternatives().run(settings, given.statement().sql());
                if (Judge.agree(given.statement(), answer, given.reckon())) {
                    return true;
                }
            }
            return false;
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
                            .run("", "explain " + given.statement().sql())
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
                    && areClose(given.postgres().rows(), given.reckon().rows());
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
                    "set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off",
                    "set enable_nestloop = off; set enable_hashjoin = off",
                    "set enable_nestloop = off; set enable_mergejoin = off",
                    "set join_collapse_limit = 1; set from_collapse_limit = 1",
                    "set enable_hashagg = off; set enable_memoize = off",
                    "set enable_seqscan = off; set enable_sort = off");

    private static final Pattern TRANSCENDENTAL =
            Pattern.compile(
                    "\"(a?sind?|a?cosd?|a?tand?|atan2d?|cotd?|a?sinh|a?cosh|a?tanh|exp|ln|log|log10|power|pow|cbrt|sqrt)\"|\\^|\\|\\|?/");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?");

    /// How many units in the last place of a double may differ.
    private static final int ULPS_MAX = 2;

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
        Answer run(String settings, String sql) throws IOException;
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
                        AMONG_PEERS,
                        MODIFIER_OF_NULLIF,
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

    private static boolean areClose(List<String> left, List<String> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!areClose(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areClose(String left, String right) {
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
            if (Math.abs(first - second) > ULPS_MAX * Math.max(Math.ulp(first), Math.ulp(second))) {
                return false;
            }
        }
        return true;
    }
}
