package dev.reckon.tests.isolation;

import static dev.reckon.tests.isolation.History.Transaction.aborted;
import static dev.reckon.tests.isolation.History.Transaction.committed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.isolation.Anomalies.Kind;
import dev.reckon.tests.isolation.History.Step.Append;
import dev.reckon.tests.isolation.History.Step.Read;
import dev.reckon.tests.isolation.History.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The search finds each kind of anomaly in a history that has it, and none in one that hasn't.
final class AnomaliesTest {
    @Test
    void nothingInASerialHistory() {
        assertFound(
                List.of(),
                committed(new Append(1, 10), new Append(1, 11), read(1, 10, 11)),
                aborted(new Append(1, 12), read(1, 10, 11, 12)),
                committed(read(1, 10, 11), new Append(1, 13)),
                committed(read(1, 10, 11, 13), read(2)));
    }

    @Test
    void cycleOfWrites() {
        assertFound(
                List.of(Kind.G0),
                committed(new Append(1, 10), new Append(2, 20)),
                committed(new Append(1, 11), new Append(2, 21)),
                committed(read(1, 10, 11)),
                committed(read(2, 21, 20)));
    }

    @Test
    void readOfWhatWasRolledBack() {
        assertFound(List.of(Kind.G1A), aborted(new Append(1, 10)), committed(read(1, 10)));
    }

    @Test
    void readOfWhatItsWriterWroteOver() {
        assertFound(
                List.of(Kind.G1B, Kind.G_SINGLE),
                committed(new Append(1, 10), new Append(1, 11)),
                committed(read(1, 10)),
                committed(read(1, 10, 11)));
    }

    @Test
    void cycleOfReadsOfWhatWasWritten() {
        assertFound(
                List.of(Kind.G1C),
                committed(new Append(1, 10), read(2, 20)),
                committed(new Append(2, 20), read(1, 10)));
    }

    @Test
    void readSkew() {
        assertFound(
                List.of(Kind.G_SINGLE),
                committed(new Append(1, 10), new Append(2, 20)),
                committed(read(1), read(2, 20)),
                committed(read(1, 10)));
    }

    @Test
    void writeSkew() {
        assertFound(
                List.of(Kind.G2),
                committed(read(1), new Append(2, 20)),
                committed(read(2), new Append(1, 10)),
                committed(read(1, 10), read(2, 20)));
    }

    @Test
    void lostUpdate() {
        assertFound(
                List.of(Kind.INCONSISTENT),
                committed(new Append(1, 10)),
                committed(new Append(1, 11)),
                committed(read(1, 11)));
    }

    /// The scenario "a savepoint gives its locks back" of the sessions, in which PostgreSQL refuses
    /// the reader and Reckon nobody: who took its own write back has only read what was before the
    /// other's write, twice, so the order "reader, writer" explains it. Had the write been kept,
    /// the same reads would be an anomaly.
    @Test
    void nothingWhereTheReaderTookItsOwnWriteBack() {
        assertFound(
                List.of(),
                committed(new Append(1, 10)),
                committed(read(1, 10), read(1, 10)),
                committed(new Append(1, 12)),
                committed(read(1, 10, 12)));
        assertFound(
                List.of(Kind.G_SINGLE),
                committed(new Append(1, 10)),
                committed(read(1, 10), new Append(1, 11), read(1, 10, 12, 11)),
                committed(new Append(1, 12)),
                committed(read(1, 10, 12, 11)));
    }

    private static Read read(int key, Integer... elements) {
        return new Read(key, List.of(elements));
    }

    private static void assertFound(List<Kind> kinds, Transaction... transactions) {
        var history = new History();
        for (Transaction transaction : transactions) {
            history.add(transaction);
        }
        assertThat(Anomalies.find(history).keySet()).containsExactlyElementsOf(kinds);
    }
}
