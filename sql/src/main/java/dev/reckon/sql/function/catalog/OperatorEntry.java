package dev.reckon.sql.function.catalog;

import dev.reckon.storage.type.DataType;
import java.util.Optional;

/// An operator as a row of `pg_operator` describes it.
///
/// @param left empty for a prefix operator
/// @param functionOid the function that computes it
/// @param commutatorOid the operator with the operands exchanged, 0 when there is none
/// @param negatorOid the operator with the opposite result, 0 when there is none
/// @param restrictionOid PostgreSQL's estimator of the same number, for `pg_operator` only
/// @param joinOid likewise
public record OperatorEntry(
        int oid,
        String symbol,
        Optional<DataType> left,
        DataType right,
        DataType result,
        int functionOid,
        int commutatorOid,
        int negatorOid,
        boolean canMerge,
        boolean canHash,
        int restrictionOid,
        int joinOid) {}
