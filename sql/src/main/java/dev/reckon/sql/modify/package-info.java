/// The operators that change data: rows into keys and bytes, constraints checked, indexes kept.
///
/// In: batches of rows or keys, and a description of the table. Out: changes in a transaction, the
/// rows of RETURNING, and checks that wait for the end of the statement or of the transaction.
@NullMarked
package dev.reckon.sql.modify;

import org.jspecify.annotations.NullMarked;
