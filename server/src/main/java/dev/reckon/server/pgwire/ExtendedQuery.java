package dev.reckon.server.pgwire;

import dev.reckon.server.pgwire.Portal.PreparedText;
import dev.reckon.sql.Prepared;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.Session;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The extended query protocol: statements and portals by name, each message a step. Errors are
/// thrown; the caller then skips to the next Sync. For one thread.
final class ExtendedQuery {
    private static final String UNNAMED = "";

    private final ClientSocket client;
    private final MessageReader in;
    private final BackendMessages out;
    private final Session session;
    private final Environment environment;
    private final ResultWriter results;
    private final CurrentStatement current;
    private final MessageLimits limits;

    /// The statements of Parse with their texts, to place errors in.
    private final Map<String, PreparedText> statements = new HashMap<>();

    private final Map<String, Portal> portals = new HashMap<>();

    ExtendedQuery(
            ClientSocket client,
            Session session,
            ResultWriter results,
            CurrentStatement current,
            MessageLimits limits) {
        this.client = client;
        this.in = client.in();
        this.out = client.out();
        this.session = session;
        this.environment = session.environment();
        this.results = results;
        this.current = current;
        this.limits = limits;
    }

    void parse() throws IOException {
        var message = FrontendMessage.Parse.read(in);
        current.set(message.text(), 0);
        statements.remove(message.name());
        var prepared = session.prepare(message.text(), types(message.parameterOids()));
        if (!message.name().isEmpty()) {
            session.define(message.name(), prepared);
        }
        statements.put(message.name(), new PreparedText(prepared, message.text()));
        out.parseComplete();
    }

    /// Reads a Bind in place: portal, statement, formats and values of the parameters, formats of
    /// the columns.
    void bind() throws IOException {
        String portalName = in.readString();
        String statementName = in.readString();
        PreparedText statement = statement(statementName);
        current.set(statement.text(), 0);
        List<Value> parameters = readParameters(statementName, statement);
        ColumnFormats formats = ColumnFormats.read(in);
        in.finish();

        Optional<List<ResultColumn>> columns = statement.prepared().columns();
        int columnCount = columns.isPresent() ? columns.get().size() : 0;
        if (!formats.fits(columnCount)) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has %d result formats but query has %d columns"
                            .formatted(formats.codes().length, columnCount));
        }
        // An unnamed one is run at once, and needs no time of its own.
        long created = portalName.isEmpty() ? 0 : environment.clockTimestamp();
        var portal = new Portal(portalName, statement, parameters, formats, created);
        if (!portalName.isEmpty() && portals.containsKey(portalName)) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_CURSOR, "cursor \"" + portalName + "\" already exists");
        }
        Portal replaced = portals.put(portalName, portal);
        if (replaced != null) {
            replaced.close();
        }
        out.bindComplete();
    }

    void describe() throws IOException {
        var message = FrontendMessage.Describe.read(in);
        switch (message.target()) {
            case STATEMENT -> {
                PreparedText statement = statement(message.name());
                current.set(statement.text(), 0);
                out.parameterDescription(statement.prepared().parameterTypes());
                describeRows(statement, ColumnFormats.TEXT);
            }
            case PORTAL -> {
                Portal portal = portal(message.name());
                current.set(portal.statement().text(), 0);
                describeRows(portal.statement(), portal.formats());
            }
        }
    }

    void execute() throws IOException {
        var message = FrontendMessage.Execute.read(in);
        Portal portal = portal(message.portal());
        current.set(portal.statement().text(), 0);
        portal.execute(session, client, results, limits, message.rowCountMax());
    }

    /// Closes a statement or portal; one that does not exist is closed already.
    void close() throws IOException {
        var message = FrontendMessage.Close.read(in);
        switch (message.target()) {
            case STATEMENT -> {
                statements.remove(message.name());
                session.undefine(message.name());
            }
            case PORTAL -> {
                Portal closed = portals.remove(message.name());
                if (closed != null) {
                    closed.close();
                }
            }
        }
        out.closeComplete();
    }

    /// Forgets what a simple query replaces.
    void closeUnnamed() {
        statements.remove(UNNAMED);
        Portal closed = portals.remove(UNNAMED);
        if (closed != null) {
            closed.close();
        }
    }

    /// Closes all portals: they live as long as their transaction.
    void closePortals() {
        if (!portals.isEmpty()) {
            portals.values().forEach(Portal::close);
            portals.clear();
        }
    }

    /// Returns the portals that are open: also that of the statement that runs.
    List<OpenCursor> portals() {
        long now = environment.statementTimestamp();
        return portals.values().stream().map(portal -> portal.shown(now)).toList();
    }

    private List<Value> readParameters(String statementName, PreparedText statement) {
        ColumnFormats formats = ColumnFormats.read(in);
        int count = in.readShort() & 0xffff;
        if (!formats.fits(count)) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has %d parameter formats but %d parameters"
                            .formatted(formats.codes().length, count));
        }
        List<DataType> types = statement.prepared().parameterTypes();
        if (count != types.size()) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies %d parameters, but prepared statement \"%s\" requires %d"
                            .formatted(count, statementName, types.size()));
        }
        return ParameterValues.read(in, formats, types, environment);
    }

    private void describeRows(PreparedText statement, ColumnFormats formats) throws IOException {
        Optional<List<ResultColumn>> columns = statement.prepared().columns();
        if (columns.isEmpty()) {
            out.noData();
        } else {
            out.rowDescription(columns.get(), formats);
        }
    }

    /// Finds a statement. Named ones belong to the session, where SQL can make and forget them too.
    private PreparedText statement(String name) {
        PreparedText known = statements.get(name);
        if (name.isEmpty()) {
            if (known == null) {
                throw missing("unnamed prepared statement");
            }
            return known;
        }
        Prepared defined =
                session.defined(name)
                        .orElseThrow(() -> missing("prepared statement \"" + name + "\""));
        if (known == null || !known.prepared().equals(defined)) {
            known = new PreparedText(defined, "");
            statements.put(name, known);
        }
        return known;
    }

    private static DatabaseException missing(String what) {
        return new DatabaseException(SqlState.INVALID_SQL_STATEMENT_NAME, what + " does not exist");
    }

    private Portal portal(String name) {
        Portal portal = portals.get(name);
        if (portal == null) {
            throw new DatabaseException(
                    SqlState.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return portal;
    }

    private List<DataType> types(int[] oids) {
        if (oids.length == 0) {
            return List.of();
        }
        DataType[] types = new DataType[oids.length];
        for (int i = 0; i < oids.length; i++) {
            types[i] = oids[i] == 0 ? DataType.UNKNOWN : type(oids[i]);
        }
        return Arrays.asList(types);
    }

    private DataType type(int oid) {
        return DataType.builtIn(oid)
                .or(() -> environment.names().type(Integer.toUnsignedLong(oid)))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "type with OID %s does not exist"
                                        .formatted(Integer.toUnsignedString(oid))));
    }
}
