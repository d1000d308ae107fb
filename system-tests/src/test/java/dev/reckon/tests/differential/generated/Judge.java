package dev.reckon.tests.differential.generated;

import java.util.List;
import java.util.Set;

/// Says whether two answers agree, and if not, whether the language allows both.
final class Judge {
    /// How two answers compare.
    enum Verdict {
        AGREE,
        /// Both refuse, with different errors of data, where it isn't fixed which row or part of an
        /// expression is evaluated first.
        OTHER_ERROR_FIRST,
        /// One met an error of data in a row or part of an expression that the other did not have
        /// to evaluate: PostgreSQL's manual leaves that open ("Expression Evaluation Rules").
        EVALUATED_BY_ONE,
        /// PostgreSQL finds two collations where Reckon has one: that of type name is "C" there,
        /// and all are here.
        OTHER_COLLATION,
        /// One ran out of time.
        TIMEOUT,
        /// Reckon says that it does not offer this.
        REFUSED,
        DIFFER
    }

    private static final String CANCELED = "57014";
    private static final Set<String> COLLATIONS = Set.of("42P21", "42P22");
    private static final String NOT_SUPPORTED = "0A000";

    /// Errors that the data decide, not the text of the statement. Constraints are among them: a
    /// change may violate two.
    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "21", "54", "53", "0A");

    private static final List<String> CHOICES =
            List.of("(case ", "coalesce(", "nullif(", "greatest(", "least(");

    private Judge() {}

    static Verdict compare(GeneratedStatement statement, Answer postgres, Answer reckon) {
        if (postgres.isError() && reckon.isError()) {
            if (postgres.state().equals(reckon.state())) {
                return Verdict.AGREE;
            }
            if (postgres.state().equals(CANCELED) || reckon.state().equals(CANCELED)) {
                return Verdict.TIMEOUT;
            }
            if (reckon.state().equals(NOT_SUPPORTED)) {
                return Verdict.REFUSED;
            }
            boolean isOpen = isOfData(postgres) && isOfData(reckon);
            return isOpen ? Verdict.OTHER_ERROR_FIRST : Verdict.DIFFER;
        }
        if (postgres.isError() || reckon.isError()) {
            Answer failed = postgres.isError() ? postgres : reckon;
            if (failed.state().equals(CANCELED)) {
                return Verdict.TIMEOUT;
            }
            if (reckon.state().equals(NOT_SUPPORTED)) {
                return Verdict.REFUSED;
            }
            if (COLLATIONS.contains(postgres.state())) {
                return Verdict.OTHER_COLLATION;
            }
            Answer other = postgres.isError() ? reckon : postgres;
            // A strict call with a NULL argument need not compute its others.
            boolean isOpen =
                    !statement.isSingle() || other.rows().stream().allMatch("NULL"::equals);
            return isOfData(failed) && isOpen ? Verdict.EVALUATED_BY_ONE : Verdict.DIFFER;
        }
        Answer expected = statement.isOrdered() ? postgres : postgres.sorted();
        Answer actual = statement.isOrdered() ? reckon : reckon.sorted();
        boolean agree =
                columns(statement, expected).equals(columns(statement, actual))
                        && expected.rows().equals(actual.rows())
                        && expected.tag().equals(actual.tag());
        return agree ? Verdict.AGREE : Verdict.DIFFER;
    }

    /// PostgreSQL describes a choice that constants decide by the branch taken, and its type's
    /// modifier with it.
    private static List<String> columns(GeneratedStatement statement, Answer answer) {
        boolean isChoice = CHOICES.stream().anyMatch(statement.sql()::contains);
        return isChoice
                ? answer.columns().stream()
                        .map(each -> each.substring(0, each.lastIndexOf(' ')))
                        .toList()
                : answer.columns();
    }

    private static boolean isOfData(Answer answer) {
        return DATA_CLASSES.contains(answer.state().substring(0, 2))
                || answer.error().startsWith("invalid range bound flags");
    }

    /// Returns what kind of difference it is, in words that two statements with one cause share.
    static String cause(Answer postgres, Answer reckon) {
        if (postgres.isError() && reckon.isError()) {
            return "Reckon says %s %s, PostgreSQL %s %s"
                    .formatted(
                            reckon.state(),
                            blurred(reckon.error()),
                            postgres.state(),
                            blurred(postgres.error()));
        } else if (reckon.isError()) {
            return "only Reckon says %s %s".formatted(reckon.state(), blurred(reckon.error()));
        } else if (postgres.isError()) {
            return "only PostgreSQL says %s %s"
                    .formatted(postgres.state(), blurred(postgres.error()));
        } else if (!postgres.columns().equals(reckon.columns())) {
            return "columns";
        } else if (!postgres.tag().equals(reckon.tag())) {
            return "command tag or row count";
        }
        return "rows";
    }

    private static String blurred(String message) {
        return message.replaceAll("\"[^\"]*\"", "\"…\"").replaceAll("[0-9]+", "0");
    }
}
