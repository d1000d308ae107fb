package dev.reckon.storage.segment;

/// A condition as a scan tests it on one column of a segment. For one thread.
///
/// Throws a `DatabaseException` XX001 when a block that it needs is damaged.
public sealed interface ColumnTest permits NumberTest, StringTest, DecodedTest {
    /// What is known of all rows of a block at once.
    enum Answer {
        /// No row meets the condition.
        NONE,
        /// Some may.
        SOME,
        /// All do.
        ALL
    }

    /// Returns what the directory, or a dictionary, says of a block's rows.
    Answer answer(int block);

    /// Keeps the rows that meet the condition.
    void narrow(WindowRows window);
}
