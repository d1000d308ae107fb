package dev.reckon.sql;

import java.util.ArrayList;
import java.util.List;

/// The results that were not read to their ends. For the session's thread.
final class OpenResults {
    private final List<AutoCloseable> open = new ArrayList<>();

    void add(AutoCloseable result) {
        open.add(result);
    }

    void remove(AutoCloseable result) {
        open.remove(result);
    }

    /// Closes all, as the end of a transaction does.
    void closeAll() {
        for (AutoCloseable result : List.copyOf(open)) {
            try {
                result.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        open.clear();
    }
}
