package dev.reckon.sql.function.json.path;

import java.util.ArrayList;
import java.util.List;

/// Where an evaluation puts what it finds. For one thread.
final class Found {
    private final boolean wanted;
    private final List<PathItem> items = new ArrayList<>();

    private Found(boolean wanted) {
        this.wanted = wanted;
    }

    /// Makes a list for all items.
    static Found all() {
        return new Found(true);
    }

    /// For who only asks whether there is an item: the evaluation may stop at the first.
    static Found any() {
        return new Found(false);
    }

    boolean isWanted() {
        return wanted;
    }

    void add(PathItem item) {
        if (wanted) {
            items.add(item);
        }
    }

    List<PathItem> items() {
        return items;
    }
}
