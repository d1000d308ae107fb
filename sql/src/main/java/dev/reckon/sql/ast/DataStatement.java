package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements that change or move rows.
public sealed interface DataStatement extends Statement {
    /// `INSERT INTO …`.
    ///
    /// @param columns the columns named; empty for all in order
    /// @param source the rows; absent for `DEFAULT VALUES`
    /// @param returning empty for no `RETURNING`
    record Insert(
            Optional<Query.With> with,
            QualifiedName table,
            Optional<TableReference.Alias> alias,
            List<TargetColumn> columns,
            Overriding overriding,
            Optional<Query> source,
            Optional<OnConflict> onConflict,
            List<SelectItem> returning,
            int position)
            implements DataStatement, Preparable {}

    /// `UPDATE …`.
    record Update(
            Optional<Query.With> with,
            TableReference.Table table,
            List<Assignment> assignments,
            List<TableReference> from,
            Optional<Expression> where,
            List<SelectItem> returning,
            int position)
            implements DataStatement, Preparable {}

    /// `DELETE FROM …`.
    record Delete(
            Optional<Query.With> with,
            TableReference.Table table,
            List<TableReference> using,
            Optional<Expression> where,
            List<SelectItem> returning,
            int position)
            implements DataStatement, Preparable {}

    /// `MERGE INTO …`.
    record Merge(
            Optional<Query.With> with,
            TableReference.Table table,
            TableReference source,
            Expression on,
            List<MergeBranch> branches,
            int position)
            implements DataStatement, Preparable {}

    /// `TRUNCATE …`.
    record Truncate(
            List<TableReference.Table> tables,
            boolean restartIdentity,
            boolean cascade,
            int position)
            implements DataStatement {}

    /// `COPY …`.
    ///
    /// @param source a table with its columns, or a statement
    /// @param from rows come in; else they go out
    /// @param program the target is a command to run
    /// @param target the file or command; absent for the client's own stream
    /// @param options what was said in either syntax, names in lower case
    record Copy(
            CopySource source,
            boolean from,
            boolean program,
            Optional<String> target,
            List<Option> options,
            Optional<Expression> where,
            int position)
            implements DataStatement {}

    /// What a [Copy] reads or fills.
    sealed interface CopySource {}

    /// A table; all columns when none is named.
    record CopyTable(QualifiedName table, List<String> columns) implements CopySource {}

    /// The rows of a statement.
    record CopyQuery(Preparable statement) implements CopySource {}

    /// A column to assign to, with the path into it.
    record TargetColumn(String name, List<Accessor> path, int position) {}

    /// A step into a column's value.
    sealed interface Accessor {
        /// `.name`
        record Field(String name) implements Accessor {}

        /// `[index]`
        record Element(Expression index) implements Accessor {}

        /// `[lower:upper]`
        record Range(Optional<Expression> lower, Optional<Expression> upper) implements Accessor {}
    }

    /// `OVERRIDING SYSTEM|USER VALUE`.
    enum Overriding {
        NONE,
        SYSTEM,
        USER
    }

    /// An item of `SET`.
    sealed interface Assignment {
        /// Where it begins.
        int position();

        /// `column = value`; the value may be an [Expression.DefaultValue].
        record Single(TargetColumn column, Expression value, int position) implements Assignment {}

        /// `(a, b) = source`: a row, a subquery, or any expression that yields a row.
        record Multiple(List<TargetColumn> columns, Expression source, int position)
                implements Assignment {}
    }

    /// `ON CONFLICT …`.
    ///
    /// @param target the index inferred from columns, or a named constraint; absent for any
    /// @param update what `DO UPDATE` sets; empty for `DO NOTHING`
    record OnConflict(
            Optional<ConflictTarget> target,
            List<Assignment> update,
            Optional<Expression> where,
            int position) {}

    /// What an [OnConflict] is about.
    sealed interface ConflictTarget {
        /// `(columns) [WHERE predicate]`
        record Inferred(List<IndexElement> elements, Optional<Expression> where, int position)
                implements ConflictTarget {}

        /// `ON CONSTRAINT name`
        record Constraint(String name, int position) implements ConflictTarget {}
    }

    /// `WHEN [NOT] MATCHED [AND condition] THEN action`.
    record MergeBranch(
            boolean matched, Optional<Expression> condition, MergeAction action, int position) {}

    /// What a [MergeBranch] does.
    sealed interface MergeAction {
        /// `DO NOTHING`
        record Nothing() implements MergeAction {}

        /// `UPDATE SET …`
        record Update(List<Assignment> assignments) implements MergeAction {}

        /// `DELETE`
        record Delete() implements MergeAction {}

        /// `INSERT …`; no values for `DEFAULT VALUES`
        record Insert(List<TargetColumn> columns, Overriding overriding, List<Expression> values)
                implements MergeAction {}
    }
}
