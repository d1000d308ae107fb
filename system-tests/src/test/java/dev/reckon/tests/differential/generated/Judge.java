package dev.reckon.tests.differential.generated;

/// Says whether two answers agree: rows, columns with their types and modifiers, command tag, and
/// SQLSTATE.
final class Judge {
    private Judge() {}

    static boolean agree(GeneratedStatement statement, Answer postgres, Answer reckon) {
        if (postgres.isError() || reckon.isError()) {
            return postgres.state().equals(reckon.state());
        }
        Answer expected = statement.isOrdered() ? postgres : postgres.sorted();
        Answer actual = statement.isOrdered() ? reckon : reckon.sorted();
        return expected.columns().equals(actual.columns())
                && expected.rows().equals(actual.rows())
                && expected.tag().equals(actual.tag());
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
