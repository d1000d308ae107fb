package dev.reckon.tests.isolation;

import java.util.ArrayList;
import java.util.List;

/// What some transactions did to lists of numbers and saw of them. Each number is appended once in
/// a history, so that a list tells who wrote it, and in which order.
final class History {
    /// How a transaction ended.
    enum End {
        COMMITTED,
        ABORTED
    }

    /// A step of a transaction.
    sealed interface Step {
        int key();

        /// Adds a number to the end of a key's list.
        record Append(int key, int element) implements Step {}

        /// Sees all of a key's list.
        record Read(int key, List<Integer> elements) implements Step {
            public Read {
                elements = List.copyOf(elements);
            }
        }
    }

    /// A transaction that has ended.
    record Transaction(End end, List<Step> steps) {
        Transaction {
            steps = List.copyOf(steps);
        }

        static Transaction committed(Step... steps) {
            return new Transaction(End.COMMITTED, List.of(steps));
        }

        static Transaction aborted(Step... steps) {
            return new Transaction(End.ABORTED, List.of(steps));
        }

        boolean isCommitted() {
            return end == End.COMMITTED;
        }
    }

    private final List<Transaction> transactions = new ArrayList<>();

    synchronized void add(Transaction transaction) {
        transactions.add(transaction);
    }

    synchronized List<Transaction> transactions() {
        return List.copyOf(transactions);
    }
}
