package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements that run inside another one, as those of a trigger's function do.
final class InnerStatementsTest {
    private Store store;
    private SimpleTable table;

    @BeforeEach
    void open() {
        store = Store.open(new SimulatedDisk(), new StoreOptions(1000, 1 << 20, 1 << 30, false));
        table = new SimpleTable(store.allocateId());
        Transaction setup = store.begin(Isolation.READ_COMMITTED);
        setup.createTable(table.schema());
        setup.insert(table.id(), table.key(1), table.row(1, "10"));
        setup.insert(table.id(), table.key(2), table.row(2, "20"));
        setup.commit();
    }

    @AfterEach
    void close() {
        store.close();
        assertThat(NativeMemory.openCount()).isZero();
    }

    /// Makes the table one of segments, so that files are in use.
    private void fill() {
        try (Transaction filler = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = 1000; key < 7000; key++) {
                filler.insert(table.id(), table.key(key), table.row(key, "x"));
            }
            filler.commit();
        }
        store.maintain();
    }

    private void change(long key, String value) {
        try (Transaction other = store.begin(Isolation.READ_COMMITTED)) {
            change(other, key, value);
            other.commit();
        }
    }

    private void change(Transaction transaction, long key, String value) {
        lock(transaction, key);
        transaction.update(table.id(), table.key(key), table.row(key, value));
    }

    private LockedRow lock(Transaction transaction, long key) {
        return transaction.lock(
                table.id(), table.key(key), LockMode.NO_KEY_UPDATE, WaitPolicy.WAIT);
    }

    private boolean sees(Transaction transaction, long key, String value) {
        return transaction.find(table.id(), table.key(key)).map(table::value).stream()
                .anyMatch(value::equals);
    }

    @Test
    void theOuterStatementStillKnowsWhatOthersHaveChangedSinceItBegan() {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED);
                Snapshot _ = transaction.statementSnapshot()) {
            change(1, "11");
            Transaction.OuterStatement outer = transaction.beginInner();
            try (Snapshot _ = transaction.statementSnapshot()) {
                assertThat(sees(transaction, 1, "11")).isTrue();
            }
            transaction.resume(outer);
            assertThat(sees(transaction, 1, "10")).isTrue();
            assertThat(lock(transaction, 1).outcome()).isEqualTo(LockedRow.Outcome.CHANGED);
            assertThat(transaction.wroteSinceStatement(table.id(), table.key(1))).isFalse();
        }
    }

    @Test
    void theOuterStatementLearnsWhichRowsAnInnerOneHasWritten() {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            change(transaction, 1, "11");
            try (Snapshot _ = transaction.statementSnapshot()) {
                Transaction.OuterStatement outer = transaction.beginInner();
                try (Snapshot _ = transaction.statementSnapshot()) {
                    change(transaction, 2, "21");
                }
                transaction.resume(outer);
                assertThat(transaction.wroteSinceStatement(table.id(), table.key(1))).isFalse();
                assertThat(transaction.wroteSinceStatement(table.id(), table.key(2))).isTrue();
                assertThat(lock(transaction, 2).outcome()).isEqualTo(LockedRow.Outcome.CHANGED);
                transaction.delete(table.id(), table.key(1));
                assertThat(transaction.wroteSinceStatement(table.id(), table.key(1))).isTrue();
            }
        }
    }

    @Test
    void aTransactionThatEndsInsideGivesUpTheFilesOfAll() {
        fill();
        Transaction transaction = store.begin(Isolation.READ_COMMITTED);
        transaction.statementSnapshot().close();
        Transaction.OuterStatement outer = transaction.beginInner();
        transaction.statementSnapshot().close();
        transaction.rollback();
        transaction.resume(outer);
        // The test ends with the memory of all files given back.
    }

    @Test
    void aRepeatableReadHasOneViewInsideAndOutside() {
        try (Transaction transaction = store.begin(Isolation.REPEATABLE_READ)) {
            transaction.statementSnapshot().close();
            change(1, "11");
            Transaction.OuterStatement outer = transaction.beginInner();
            transaction.statementSnapshot().close();
            assertThat(sees(transaction, 1, "10")).isTrue();
            transaction.resume(outer);
            assertThat(sees(transaction, 1, "10")).isTrue();
        }
    }
}
