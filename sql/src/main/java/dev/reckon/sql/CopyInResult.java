package dev.reckon.sql;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.copy.CopyColumn;
import dev.reckon.sql.copy.CopyDecoder;
import dev.reckon.sql.copy.CopyFormat;
import dev.reckon.sql.copy.CopyOptions;
import dev.reckon.sql.copy.DecodedRows;
import dev.reckon.sql.modify.RowLoader;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// COPY FROM STDIN under way.
final class CopyInResult implements Result.CopyIn {
    /// Ids of the columns that come in, apart from those of the target.
    private static final int FIRST_ID = 1_000_000;

    private final Session session;
    private final CopyOptions options;
    private final int columnCount;
    private final CopyDecoder decoder;
    private final RowLoader loader;
    private final Snapshot snapshot;
    private boolean isClosed;

    CopyInResult(
            Session session,
            Table table,
            List<TableColumn> columns,
            CopyOptions options,
            Optional<Expression> where) {
        this.session = session;
        this.options = options;
        this.columnCount = columns.size();
        Transaction transaction = session.transaction().use();
        this.snapshot = transaction.statementSnapshot();
        StatementBinder binder = session.planner().binder(session.catalog());
        var accesses = new Accesses();
        accesses.add(table.oid(), 'a');
        columns.forEach(column -> accesses.addColumn(table.oid(), column.number(), 'a'));
        new PrivilegeChecks(session).require(accesses);
        Target target = binder.bindTarget(table).target();
        var input = new ArrayList<Column>();
        var data = new ArrayList<CopyColumn>();
        for (TableColumn column : columns) {
            DataType base = session.catalog().baseType(column.type());
            boolean plain = base.equals(column.type());
            // A string that is too long is found while it is read.
            boolean ownModifier = plain && base.equals(DataType.VARCHAR);
            data.add(new CopyColumn(column.name(), base, ownModifier ? column.modifier() : -1));
            input.add(new Column(FIRST_ID + input.size(), column.name(), base, -1));
        }
        this.decoder = CopyDecoder.of(options, table.name(), data, session.environment());
        Optional<Scalar> condition =
                where.map(each ->
                        binder.bindRowExpression(
                                each,
                                table,
                                target.row(),
                                StatementBinder.DefinitionPlace.COPY_WHERE));
        this.loader =
                new RowLoader(
                        target,
                        input,
                        values(table, columns, input, binder),
                        condition,
                        session.planner().modifications(),
                        session.queries()
                                .evaluation(
                                        List.of(), List.of(), Optional.of(transaction), snapshot));
    }

    /// Makes a value for each column of the table: what comes in, or the default.
    private static List<Scalar> values(
            Table table, List<TableColumn> columns, List<Column> input, StatementBinder binder) {
        var values = new ArrayList<Scalar>();
        for (TableColumn column : table.columns()) {
            int index = columns.indexOf(column);
            values.add(
                    index < 0
                            ? binder.bindDefault(column)
                            : binder.assign(
                                    input.get(index).value(),
                                    column.type(),
                                    column.modifier(),
                                    column.name(),
                                    -1));
        }
        return values;
    }

    @Override
    public boolean isBinary() {
        return options.format() == CopyFormat.BINARY;
    }

    @Override
    public int columnCount() {
        return columnCount;
    }

    @Override
    public void checkCancelled() {
        try {
            session.environment().checkCancelled();
        } catch (DatabaseException e) {
            session.fail();
            close();
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            session.resume();
            decoder.write(bytes, offset, length);
            load(false);
        } catch (RuntimeException | Error e) {
            session.fail();
            close();
            throw e;
        }
    }

    private void load(boolean rest) {
        for (Optional<DecodedRows> rows = decoder.take(rest);
                rows.isPresent();
                rows = decoder.take(rest)) {
            try {
                loader.load(rows.get().rows(), rows.get().lines());
            } catch (DatabaseException wrong) {
                throw located(wrong);
            }
        }
    }

    private DatabaseException located(DatabaseException wrong) {
        return wrong.field(ErrorField.WHERE).isPresent() || loader.failedTag() == 0
                ? wrong
                : wrong.with(ErrorField.WHERE, decoder.where(loader.failedTag()));
    }

    private long insertRest() {
        load(true);
        try {
            return loader.finish();
        } catch (DatabaseException wrong) {
            throw located(wrong);
        }
    }

    @Override
    public String finish() {
        try {
            session.resume();
            decoder.finish();
            return "COPY " + insertRest();
        } catch (RuntimeException | Error e) {
            session.fail();
            throw e;
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            session.results().remove(this);
            snapshot.close();
        }
    }
}
