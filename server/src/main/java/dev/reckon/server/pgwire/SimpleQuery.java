package dev.reckon.server.pgwire;

import dev.reckon.sql.Prepared;
import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import java.io.IOException;
import java.util.List;

/// The simple query protocol: a text of statements, each run to its end, all in one transaction
/// unless they say otherwise. For one thread.
final class SimpleQuery {
    private final ClientSocket client;
    private final Session session;
    private final ResultWriter results;
    private final CurrentStatement current;
    private final MessageLimits limits;

    SimpleQuery(
            ClientSocket client,
            Session session,
            ResultWriter results,
            CurrentStatement current,
            MessageLimits limits) {
        this.client = client;
        this.session = session;
        this.results = results;
        this.current = current;
        this.limits = limits;
    }

    /// Runs the statements up to the first error, which is thrown.
    void run(String text) throws IOException {
        current.set(text, 0);
        List<String> statements = session.split(text);
        if (statements.isEmpty()) {
            results.complete("");
            return;
        }
        int offset = 0;
        for (int i = 0; i < statements.size(); i++) {
            String statement = statements.get(i);
            offset = Math.max(offset, text.indexOf(statement, offset));
            current.set(text, offset);
            String tag = run(session.prepare(statement, List.of()));
            if (i == statements.size() - 1) {
                // The client may take CommandComplete for a commit, so that must come first.
                session.endImplicit();
            }
            results.complete(tag);
            offset += statement.length();
        }
    }

    /// Runs a statement, writes its rows or data, and returns its tag.
    private String run(Prepared statement) throws IOException {
        try (Result result = session.execute(statement, List.of())) {
            return switch (result) {
                case Result.Rows rows -> {
                    client.out().rowDescription(rows.columns(), ColumnFormats.TEXT);
                    results.all(rows, ColumnFormats.TEXT);
                    yield rows.tag();
                }
                case Result.Command(String tag) -> tag;
                case Result.CopyIn copy -> CopyFlow.in(copy, client, limits);
                case Result.CopyOut copy -> CopyFlow.out(copy, client.out());
                case Result.Empty _ -> "";
            };
        }
    }
}
