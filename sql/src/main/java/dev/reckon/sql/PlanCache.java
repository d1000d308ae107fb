package dev.reckon.sql;

import dev.reckon.storage.type.DataType;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the statements used last, by their text and the types given for their parameters. For one
/// thread.
///
/// Plans grow with their texts, so that both the number and the length of all texts together are
/// limited: hundreds of short statements and a handful of long lists of values cost about alike.
final class PlanCache {
    private final int countMax;
    private final int lengthMax;
    private final LinkedHashMap<Key, CachedStatement> entries =
            new LinkedHashMap<>(16, 0.75f, true);
    private int length;

    private record Key(String text, List<DataType> parameterTypes) {
        /// Texts tell statements apart well enough, and know their hash.
        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /// @param lengthMax the characters of all texts together
    PlanCache(int countMax, int lengthMax) {
        this.countMax = countMax;
        this.lengthMax = lengthMax;
    }

    /// Returns a statement, or null; on the path of every statement.
    @Nullable CachedStatement find(String text, List<DataType> parameterTypes) {
        return entries.get(new Key(text, parameterTypes));
    }

    /// Keeps a statement, unless its text alone is too long.
    void put(String text, List<DataType> parameterTypes, CachedStatement statement) {
        if (text.length() > lengthMax) {
            return;
        }
        if (entries.put(new Key(text, parameterTypes), statement) == null) {
            length += text.length();
        }
        Iterator<Map.Entry<Key, CachedStatement>> eldest = entries.entrySet().iterator();
        while (entries.size() > countMax || length > lengthMax) {
            length -= eldest.next().getKey().text().length();
            eldest.remove();
        }
    }

    void clear() {
        entries.clear();
        length = 0;
    }
}
