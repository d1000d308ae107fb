package dev.reckon.sql.function.text;

import dev.reckon.storage.error.Cancellation;

/// Finds a string in others, in time that is linear in both lengths. A short one is left to the
/// JDK, whose search costs up to the product of the lengths, but with few instructions; for a long
/// one a table says where to go on after a mismatch (Knuth, Morris and Pratt, "Fast pattern
/// matching in strings", 1977). Immutable; safe for use by many threads.
final class PartSearch {
    /// From here on an unlucky text would keep the JDK busy for long, without a look whether it is
    /// still wanted.
    private static final int LONG_LENGTH = 64;

    private static final int[] NO_TABLE = {};

    private final String wanted;

    /// For each length of a beginning of the string: that of the longest shorter one that ends it
    /// too. Empty for a short string.
    private final int[] borders;

    private PartSearch(String wanted, int[] borders) {
        this.wanted = wanted;
        this.borders = borders;
    }

    static PartSearch of(String wanted) {
        return new PartSearch(wanted, wanted.length() < LONG_LENGTH ? NO_TABLE : borders(wanted));
    }

    private static int[] borders(String wanted) {
        int[] borders = new int[wanted.length() + 1];
        borders[0] = -1;
        int border = -1;
        for (int i = 0; i < wanted.length(); i++) {
            Cancellation.check(i);
            while (border >= 0 && wanted.charAt(border) != wanted.charAt(i)) {
                border = borders[border];
            }
            borders[i + 1] = ++border;
        }
        return borders;
    }

    /// Returns where the string occurs first in a text at or after an offset; -1 for nowhere.
    int find(String text, int from) {
        if (borders.length == 0) {
            return text.indexOf(wanted, from);
        }
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            Cancellation.check(i);
            while (matched >= 0 && wanted.charAt(matched) != text.charAt(i)) {
                matched = borders[matched];
            }
            if (++matched == wanted.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }
}
