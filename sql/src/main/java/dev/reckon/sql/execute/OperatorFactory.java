package dev.reckon.sql.execute;

/// A compiled step of a plan, from which each execution opens operators. Immutable; safe for many
/// threads.
@FunctionalInterface
public interface OperatorFactory {
    /// Opens the step for one execution, or for one evaluation of a correlated subquery; the caller
    /// closes it. Work begins with the first [Operator#next].
    Operator open(Evaluation evaluation);
}
