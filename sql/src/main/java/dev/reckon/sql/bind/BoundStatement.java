package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.ScanIndexes;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// A statement after binding.
///
/// @param plan what to compute
/// @param fields what a client is told of the result's columns, one for each column of the plan
/// @param parameterTypes the types of all parameters
/// @param accesses which relations it touches
/// @param indexes the secondary indexes that may serve its scans
/// @param ids the source of further column ids, for the optimizer
public record BoundStatement(
        Plan plan,
        List<Field> fields,
        List<DataType> parameterTypes,
        Accesses accesses,
        ScanIndexes indexes,
        ColumnIds ids) {
    public BoundStatement {
        fields = List.copyOf(fields);
        parameterTypes = List.copyOf(parameterTypes);
    }

    /// Returns this with other types of the parameters.
    public BoundStatement withParameterTypes(List<DataType> types) {
        return new BoundStatement(plan, fields, types, accesses, indexes, ids);
    }

    /// A column of the result.
    ///
    /// @param tableOid the table that it is a plain column of, 0 otherwise
    /// @param columnNumber its number there
    public record Field(String name, DataType type, int modifier, long tableOid, int columnNumber) {
        /// Returns this with another modifier.
        public Field withModifier(int newModifier) {
            return new Field(name, type, newModifier, tableOid, columnNumber);
        }
    }
}
