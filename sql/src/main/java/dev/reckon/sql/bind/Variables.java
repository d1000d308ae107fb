package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import java.util.List;
import java.util.Optional;

/// The variables of a procedure, which its statements can name where columns can be named. Each
/// becomes a parameter of the statement. For one thread.
public interface Variables {
    /// Returns what a name of one to three parts means: a variable, a field of one; empty when it
    /// means none of them.
    ///
    /// @param position where it stands, for errors
    /// @throws dev.reckon.storage.error.DatabaseException 55000 for a field of a record that has no
    ///   fields yet
    Optional<Scalar> find(List<String> names, int position);

    /// Returns the argument that `$n` means.
    ///
    /// @param number from 1
    Optional<Scalar> argument(int number);

    /// Returns what is known of the fields of a parameter of type `record`.
    Optional<RowShape> shape(Scalar.Parameter parameter);

    /// Returns the types of the parameters that stand for what was found so far.
    List<DataType> parameterTypes();

    /// Returns what a name means that is a variable's and a column's, too.
    Conflict conflict();

    /// What to do about a name with two meanings.
    enum Conflict {
        ERROR,
        USE_VARIABLE,
        USE_COLUMN
    }
}
