package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What a client knows of numbered things that it had a server write: that they are there, that
/// they are not, or nothing. Safe for use by many threads.
final class Outcomes {
    private enum Known {
        NOTHING,
        PRESENT,
        ABSENT
    }

    private final String what;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    /// @param what the things' name in messages
    Outcomes(String what) {
        this.what = what;
    }

    /// Returns the number of a new thing, of which nothing is known from now on.
    int begin() {
        int number = last.incrementAndGet();
        known.put(number, Known.NOTHING);
        return number;
    }

    /// Says that a change of a thing was sent, and not answered yet.
    void unsure(int number) {
        known.put(number, Known.NOTHING);
    }

    void present(int number) {
        known.put(number, Known.PRESENT);
    }

    void absent(int number) {
        known.put(number, Known.ABSENT);
    }

    List<Integer> allPresent() {
        List<Integer> all = new ArrayList<>();
        known.forEach((number, state) -> {
            if (state == Known.PRESENT) {
                all.add(number);
            }
        });
        return all;
    }

    /// Holds what a server has against what is known, and knows it from then on: what was found
    /// must stay, what was not must never come back.
    void settle(Set<Integer> found) {
        Map<Integer, String> wrong = new TreeMap<>();
        known.forEach((number, state) -> {
            if (state == Known.PRESENT && !found.contains(number)) {
                wrong.put(number, "acknowledged, and lost");
            } else if (state == Known.ABSENT && found.contains(number)) {
                wrong.put(number, "rolled back or deleted, and there");
            }
        });
        for (int number : found) {
            if (!known.containsKey(number)) {
                wrong.put(number, "never begun, and there");
            }
        }
        assertThat(wrong).as(what).isEmpty();
        known.replaceAll((number, _) -> found.contains(number) ? Known.PRESENT : Known.ABSENT);
    }
}
