package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.scan.TableScanFactory;
import dev.reckon.sql.execute.stream.MappedRows;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// A compiled index join. Immutable; safe for many threads.
public final class IndexJoinFactory implements OperatorFactory {
    private final OperatorFactory left;
    private final IndexJoin join;
    private final KeyEncoder encoder;
    private final List<Expression> keys;
    private final Optional<Predicate> filter;
    private final Optional<Predicate> residual;
    private final List<PhysicalType> rightTypes;

    /// @param keys over the left columns
    /// @param filter over the right columns
    /// @param residual over both
    public IndexJoinFactory(
            OperatorFactory left,
            IndexJoin join,
            List<Expression> keys,
            Optional<Predicate> filter,
            Optional<Predicate> residual) {
        this.left = left;
        this.join = join;
        this.encoder = new KeyEncoder(join.right().table());
        this.keys = keys;
        this.filter = filter;
        this.residual = residual;
        this.rightTypes =
                join.right().columns().stream().map(column -> column.type().physical()).toList();
    }

    @Override
    public Operator open(Evaluation evaluation) {
        return operator(left.open(evaluation), table(evaluation), evaluation);
    }

    /// Lets the parts of the left side look their rows up.
    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return left.openParallel(evaluation)
                .map(rows -> {
                    IndexJoinOperator.IndexJoinTable table = table(evaluation);
                    return new MappedRows(rows, part -> operator(part, table, evaluation));
                });
    }

    private IndexJoinOperator.IndexJoinTable table(Evaluation evaluation) {
        TableScan right = join.right();
        return new IndexJoinOperator.IndexJoinTable(
                TableScanFactory.snapshot(right.table(), evaluation),
                encoder,
                right.positions(),
                filter);
    }

    private Operator operator(
            Operator rows, IndexJoinOperator.IndexJoinTable table, Evaluation evaluation) {
        return new IndexJoinOperator(
                rows, table, join.kind(), keys, residual, rightTypes, evaluation);
    }
}
