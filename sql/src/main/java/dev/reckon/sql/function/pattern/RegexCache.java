package dev.reckon.sql.function.pattern;

import java.util.LinkedHashMap;
import java.util.Map;

/// The patterns that were used last, compiled: a statement uses the same one for each row. Safe for
/// use by many threads.
public final class RegexCache {
    private static final int PATTERN_COUNT_MAX = 64;

    /// A longer pattern is compiled each time: what is kept must not be large.
    private static final int LENGTH_MAX = 2_000;

    /// Guarded by itself.
    private static final Map<Key, RegularExpression> PATTERNS =
            new LinkedHashMap<>(PATTERN_COUNT_MAX, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, RegularExpression> eldest) {
                    return size() > PATTERN_COUNT_MAX;
                }
            };

    private RegexCache() {}

    private record Key(String pattern, RegexOptions options) {}

    /// Returns a compiled pattern.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 2201B
    public static RegularExpression compiled(String pattern, RegexOptions options) {
        var key = new Key(pattern, options);
        synchronized (PATTERNS) {
            RegularExpression known = PATTERNS.get(key);
            if (known != null) {
                return known;
            }
        }
        RegularExpression compiled = RegularExpression.compile(pattern, options);
        if (pattern.length() <= LENGTH_MAX) {
            synchronized (PATTERNS) {
                PATTERNS.put(key, compiled);
            }
        }
        return compiled;
    }
}
