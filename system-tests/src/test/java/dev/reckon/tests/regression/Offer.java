package dev.reckon.tests.regression;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which statements are about something that Reckon says it does not offer: those that it refuses
/// with 0A000, those that name a type or another thing on a fixed list, and those that name what
/// such a statement would have made, or a table that it would have made to answer otherwise: one
/// that gets rules or policies.
final class Offer {
    /// What is not offered, as it appears in the messages of refusals.
    private static final Pattern NOT_OFFERED =
            Pattern.compile(
                    "language \"?(c|internal|plpgsql|plperl\\w*|plpython\\w*)\\b"
                            + "|type \"(tsvector|tsquery"
                            + "|xml|txid_snapshot|pg_snapshot|gtsvector|aclitem|internal"
                            + "|event_trigger)"
                            + "(\\[\\])?\" does not exist"
                            + "|function \\w*(tsvector|tsquery|snapshot)\\w*\\(.*does not exist"
                            + "|access method \"\\w+\" does not exist",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern CREATED =
            Pattern.compile(
                    "\\s*create\\s+(?:or\\s+replace\\s+)?(?:(?:temp|temporary|global|local"
                            + "|unlogged|recursive|unique|constraint|materialized|foreign|event"
                            + "|trusted|procedural)\\s+)*(?:table|view|function|procedure|type"
                            + "|trigger|rule|domain|index|aggregate|policy|sequence|server"
                            + "|extension|publication|statistics|language|collation|conversion)"
                            + "\\s+(?:if\\s+not\\s+exists\\s+)?(?:only\\s+)?(?:\"?\\w+\"?\\.)?"
                            + "\"?(\\w+)\"?.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// What makes other statements about a table do something else.
    private static final Pattern CHANGED =
            Pattern.compile(
                    "\\s*create\\s+(?:or\\s+replace\\s+)?(?:rule\\s+\\S+\\s+as\\s+on\\s+\\w+\\s+to"
                            + "|policy\\s+\\w+\\s+on)\\s+(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private final Set<String> missing = new HashSet<>();

    Offer() {}

    private Offer(Set<String> missing) {
        this.missing.addAll(missing);
    }

    /// Returns a copy, for a file that begins where another ended.
    Offer copy() {
        return new Offer(missing);
    }

    /// Takes note of what a statement has made: it is missing no longer.
    void observe(String sql, Answer reckon) {
        Matcher created = CREATED.matcher(sql);
        if (!reckon.last().isError() && created.matches()) {
            missing.remove(created.group(1).toLowerCase(Locale.ROOT));
        }
    }

    /// Returns whether a statement on which the two disagree is outside of what Reckon offers.
    boolean excludes(String sql, Answer postgres, Answer reckon) {
        Answer.Result last = reckon.last();
        boolean isRefused =
                (last.isError()
                                && last.sqlState().equals(FEATURE_NOT_SUPPORTED)
                                && !postgres.last().sqlState().equals(FEATURE_NOT_SUPPORTED))
                        || (last.isError() && NOT_OFFERED.matcher(last.message()).find())
                        || namesMissing(sql);
        if (isRefused && last.isError()) {
            Matcher created = CREATED.matcher(sql);
            if (created.matches()) {
                missing.add(created.group(1).toLowerCase(Locale.ROOT));
            }
            Matcher changed = CHANGED.matcher(sql);
            if (changed.matches()) {
                missing.add(changed.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return isRefused;
    }

    private boolean namesMissing(String sql) {
        List<String> words =
                WORD.matcher(sql.toLowerCase(Locale.ROOT))
                        .results()
                        .map(java.util.regex.MatchResult::group)
                        .toList();
        return words.stream().anyMatch(missing::contains);
    }
}
