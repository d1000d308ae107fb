package dev.reckon.sql.execute;

import java.util.Optional;

/// A compiled step of a plan, from which each execution opens operators. Immutable; safe for many
/// threads.
@FunctionalInterface
public interface OperatorFactory {
    /// Opens the step for one execution, or for one evaluation of a correlated subquery; the caller
    /// closes it. Work begins with the first [Operator#next].
    Operator open(Evaluation evaluation);

    /// Opens the step in parts of about equal size that together give the same rows, in no order;
    /// the caller closes what is returned. May do work that the parts share.
    ///
    /// @return empty when the step cannot be divided, or when it is too little work for that
    default Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return Optional.empty();
    }

    /// Returns this for somebody who needs the numbers of no batch after asking for the next: where
    /// they come from a table, they are decoded into the same memory again, which is faster.
    default OperatorFactory lending() {
        return this;
    }
}
