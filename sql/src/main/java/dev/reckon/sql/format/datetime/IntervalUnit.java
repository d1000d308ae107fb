package dev.reckon.sql.format.datetime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The units of intervals with their words.
enum IntervalUnit {
    MICROSECOND("microsecond microsecon us usec usecs usecond useconds microseconds"),
    MILLISECOND("millisecond millisecon ms msec msecs msecond mseconds milliseconds"),
    SECOND("second s sec secs seconds"),
    MINUTE("minute m min mins minutes"),
    HOUR("hour h hr hrs hours"),
    DAY("day d days"),
    WEEK("week w weeks"),
    MONTH("month mon mons months"),
    YEAR("year y yr yrs years"),
    DECADE("decade dec decs decades"),
    CENTURY("century c cent centuries"),
    MILLENNIUM("millennium mil mils millennia millenniums");

    private static final Map<String, IntervalUnit> BY_WORD = new HashMap<>();

    static {
        for (IntervalUnit unit : values()) {
            for (String word : unit.words.split(" ", -1)) {
                BY_WORD.put(word, unit);
            }
        }
    }

    private final String words;

    IntervalUnit(String words) {
        this.words = words;
    }

    static Optional<IntervalUnit> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
