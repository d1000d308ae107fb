package dev.reckon.sql.define;

import dev.reckon.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The codes of an enum's labels: integers in the order of the labels, with room between them for
/// labels to come.
///
/// @param labelCount of a new enum
record EnumCodes(int labelCount) {
    private static final long SPAN = 1L << Integer.SIZE;
    private static final long GAP_MAX = 1L << 30;

    /// How far from the last label the next one at an end goes.
    private static final long STEP = 1L << 20;

    /// Returns the code of a label of a new enum, from 0.
    int code(int index) {
        long gap = Math.min(GAP_MAX, SPAN / (labelCount + 1L));
        return (int) (index * gap - (labelCount - 1) * gap / 2);
    }

    /// Returns the code of a label to put in at an index; empty when there is no room.
    static OptionalInt between(List<UserType.Label> labels, int index) {
        if (labels.isEmpty()) {
            return OptionalInt.of(0);
        }
        long below = index == 0 ? Integer.MIN_VALUE - 1L : labels.get(index - 1).code();
        long above = index == labels.size() ? Integer.MAX_VALUE + 1L : labels.get(index).code();
        if (above - below < 2) {
            return OptionalInt.empty();
        }
        long half = (above - below) / 2;
        if (index == labels.size()) {
            return OptionalInt.of((int) (below + Math.min(STEP, half)));
        }
        return OptionalInt.of((int) (index == 0 ? above - Math.min(STEP, half) : below + half));
    }

    /// Returns labels with one more, whose sort order is between its neighbours'; when floats are
    /// too coarse for that, all are numbered anew.
    static List<UserType.Label> with(
            List<UserType.Label> labels, int index, long oid, String text, int code) {
        float order;
        if (labels.isEmpty()) {
            order = 1;
        } else if (index == 0) {
            order = labels.getFirst().order() - 1;
        } else if (index == labels.size()) {
            order = labels.getLast().order() + 1;
        } else {
            order = (labels.get(index - 1).order() + labels.get(index).order()) / 2;
        }
        boolean crowded =
                index > 0
                        && index < labels.size()
                        && (order == labels.get(index - 1).order()
                                || order == labels.get(index).order());
        List<UserType.Label> all = new ArrayList<>(labels);
        all.add(index, new UserType.Label(oid, text, code, order));
        if (crowded) {
            for (int i = 0; i < all.size(); i++) {
                UserType.Label label = all.get(i);
                all.set(i, new UserType.Label(label.oid(), label.text(), label.code(), i + 1));
            }
        }
        return all;
    }
}
