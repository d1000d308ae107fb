package dev.reckon.sql.format.datetime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of dates and times: PostgreSQL's appendix "Date/Time Key Words".
final class Words {
    private static final Map<String, Integer> MONTHS = new HashMap<>();
    private static final Set<String> DAYS =
            Set.of(
                    "sun",
                    "sunday",
                    "mon",
                    "monday",
                    "tue",
                    "tues",
                    "tuesday",
                    "wed",
                    "weds",
                    "wednesday",
                    "thu",
                    "thur",
                    "thurs",
                    "thursday",
                    "fri",
                    "friday",
                    "sat",
                    "saturday");
    private static final Set<String> OTHERS =
            Set.of(
                    "am",
                    "pm",
                    "ad",
                    "bc",
                    "t",
                    "j",
                    "jd",
                    "julian",
                    "on",
                    "at",
                    "now",
                    "today",
                    "tomorrow",
                    "yesterday",
                    "epoch",
                    "infinity",
                    "allballs",
                    "dst",
                    "y",
                    "m",
                    "d",
                    "h",
                    "mm",
                    "s");

    static {
        String[] names = {
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december"
        };
        for (int i = 0; i < names.length; i++) {
            MONTHS.put(names[i], i + 1);
            MONTHS.put(names[i].substring(0, 3), i + 1);
        }
        MONTHS.put("sept", 9);
    }

    private Words() {}

    static Optional<Integer> month(String word) {
        return Optional.ofNullable(MONTHS.get(word));
    }

    static boolean isMonth(String word) {
        return MONTHS.containsKey(word);
    }

    static boolean isDay(String word) {
        return DAYS.contains(word);
    }

    static boolean isKnown(String word) {
        return isMonth(word) || isDay(word) || OTHERS.contains(word);
    }
}
