package dev.reckon.storage.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for an order in which calls that overlapped in time could have happened one after the
/// other, each between its beginning and its end, with the answers that they had.
///
/// The search is that of Wing and Gong, "Testing and Verifying Concurrent Objects" (1993), and
/// remembers where it has been as Lowe does, "Testing for Linearizability" (2017): by the set of
/// calls that are done and the state that they led to.
///
/// @param <S> a state of the model, with `equals`
/// @param <O> an operation with its answer
public final class Linearizability<S, O> {
    private static final int CALL_COUNT_MAX = Long.SIZE;

    /// An operation with its answer, and when it was asked for and answered (`System.nanoTime`).
    public record Call<O>(O operation, long begin, long end) {}

    /// What the operations mean when they happen one after the other.
    public interface Model<S, O> {
        /// Returns the state that an operation leaves; empty when it cannot have its answer there.
        Optional<S> after(S state, O operation);
    }

    private record Place<S>(long done, S state) {}

    private final List<Call<O>> calls;
    private final Model<S, O> model;
    private final Set<Place<S>> visited = new HashSet<>();

    private Linearizability(List<Call<O>> calls, Model<S, O> model) {
        if (calls.size() > CALL_COUNT_MAX) {
            throw new IllegalArgumentException(calls.size() + " calls");
        }
        this.calls = new ArrayList<>(calls);
        this.model = model;
    }

    /// Returns whether there is such an order from a state on.
    ///
    /// @param calls at most 64, in any order, all answered
    public static <S, O> boolean holds(List<Call<O>> calls, S first, Model<S, O> model) {
        return new Linearizability<>(calls, model).search(0, first);
    }

    private boolean search(long done, S state) {
        if (Long.bitCount(done) == calls.size()) {
            return true;
        }
        if (!visited.add(new Place<>(done, state))) {
            return false;
        }
        long firstEnd = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1L << i) == 0) {
                firstEnd = Math.min(firstEnd, calls.get(i).end());
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            Call<O> call = calls.get(i);
            if ((done & 1L << i) == 0 && call.begin() <= firstEnd) {
                Optional<S> next = model.after(state, call.operation());
                if (next.isPresent() && search(done | 1L << i, next.get())) {
                    return true;
                }
            }
        }
        return false;
    }
}
