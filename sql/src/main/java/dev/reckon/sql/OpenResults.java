package dev.reckon.sql;

import java.util.ArrayList;
import java.util.List;

/// The results that were not read to their ends. For the session's thread.
final class OpenResults {
    private final List<Opened> open = new ArrayList<>();
    private long count;

    private record Opened(long number, AutoCloseable result) {}

    void add(AutoCloseable result) {
        open.add(new Opened(count++, result));
    }

    void remove(AutoCloseable result) {
        open.removeIf(each -> each.result.equals(result));
    }

    /// Returns a mark that tells what was opened before from what is opened later.
    long mark() {
        return count;
    }

    /// Closes all, as the end of a transaction does.
    void closeAll() {
        closeSince(0);
    }

    /// Closes what was opened since a mark, as the return to a savepoint does.
    void closeSince(long mark) {
        for (Opened each : List.copyOf(open)) {
            if (each.number < mark) {
                continue;
            }
            try {
                each.result.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        open.removeIf(each -> each.number >= mark);
    }
}
