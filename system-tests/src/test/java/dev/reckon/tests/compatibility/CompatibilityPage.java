package dev.reckon.tests.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Makes the compatibility page by running what it tells of. For one thread.
final class CompatibilityPage {
    private static final Path PROBES = Path.of("src/test/resources/compatibility");
    private static final String NOT_SUPPORTED = "0A000";
    private static final String UNDEFINED_FUNCTION = "42883";

    /// What the probes may use; each is undone after it.
    private static final List<String> OBJECTS =
            List.of(
                    "create type mood as enum ('sad', 'happy')",
                    "create type pair as (x int, y int)",
                    "create domain positive as int check (value > 0)",
                    "create table t (id int primary key, a int, b text)",
                    "insert into t select i, i % 3, 'b' || i from generate_series(1, 9) i",
                    "create table d (a int default 1)",
                    "create trigger td before update on d for each row execute function"
                            + " suppress_redundant_updates_trigger()",
                    "create table g (j jsonb)",
                    "create index ti on t (b)",
                    "create view v as select id, a from t",
                    "create materialized view m as select * from t",
                    "create sequence s",
                    "create schema sc",
                    "create role r1",
                    "create role r2",
                    "create function f(int) returns int language sql as 'select $1'",
                    "create procedure p(int) language sql as 'insert into t values ($1, 1, null)'");

    /// What became of a feature.
    private enum Answer {
        OFFERED("yes"),
        REFUSED("refused"),
        ABSENT("no");

        private final String text;

        Answer(String text) {
            this.text = text;
        }
    }

    private final Connection connection;
    private final StringBuilder page = new StringBuilder();

    private CompatibilityPage(Connection connection) {
        this.connection = connection;
    }

    /// Returns the page.
    ///
    /// @param connection to an empty database
    static String of(Connection connection) throws IOException, SQLException {
        var made = new CompatibilityPage(connection);
        for (String object : OBJECTS) {
            made.run(object);
        }
        made.write();
        return made.page.toString();
    }

    private void write() throws IOException, SQLException {
        page.append(
                """
                # Compatibility with PostgreSQL 15

                What of PostgreSQL is offered, in the order of its manual. This page is made by `CompatibilityTest`, which runs a statement for every line, and fails when
                the page says something else. *yes*: the statement does what PostgreSQL does. *refused*: it is understood and answered with SQLSTATE 0A000 and a hint.
                *no*: unknown. Whether answers are PostgreSQL's to the last digit is another question: generated statements and scripts are compared with PostgreSQL itself
                (`DifferentialTest`, `GeneratedStatementsTest`), and so are its own regression files.

                ## The language
                """);
        features();
        page.append(
                "\n## Functions (chapter 9)\n\nOperators of the offered types are offered.\n\n");
        page.append("| functions | offered | not offered |\n| --- | --- | --- |\n");
        for (String line : Files.readAllLines(PROBES.resolve("functions.txt"))) {
            functions(line);
        }
        page.append("\n## SQL commands (part VI)\n\n| command | offered |\n| --- | --- |\n");
        for (String line : Files.readAllLines(PROBES.resolve("commands.txt"))) {
            String[] parts = line.split(" \\| ", 2);
            page.append("| ")
                    .append(parts[0])
                    .append(" | ")
                    .append(probe(parts[1]).text)
                    .append(" |\n");
        }
    }

    private void features() throws IOException, SQLException {
        for (String line : Files.readAllLines(PROBES.resolve("features.txt"))) {
            if (line.startsWith("#")) {
                page.append("\n### ").append(line.substring(2)).append("\n\n");
                page.append("| feature | offered |\n| --- | --- |\n");
            } else {
                String[] parts = line.split(" \\| ", 2);
                page.append("| ").append(parts[0]).append(" | ");
                page.append(probe(parts[1]).text).append(" |\n");
            }
        }
    }

    private void functions(String line) throws SQLException {
        String[] parts = line.split(" \\| ", 2);
        String[] names = parts[1].split(" ", -1);
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (function(name) != Answer.OFFERED) {
                missing.add(name);
            }
        }
        page.append("| ").append(parts[0]).append(" | ");
        page.append(names.length - missing.size()).append(" of ").append(names.length);
        page.append(" | ").append(String.join(", ", missing)).append(" |\n");
    }

    /// A function is offered when one of its forms is.
    private Answer function(String name) throws SQLException {
        List<String> calls = new ArrayList<>();
        String query =
                "select coalesce((select string_agg(case when n = pronargs and provariadic > 0"
                        + " and provariadic <> '\"any\"'::regtype then 'variadic ' else '' end"
                        + " || 'null::' || format_type(a, null), ', ' order by n)"
                        + " from unnest(proargtypes) with ordinality u (a, n)), '') from pg_proc"
                        + " where proname = ? and pronamespace = 'pg_catalog'::regnamespace";
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    calls.add(rows.getString(1));
                }
            }
        }
        Answer best = Answer.ABSENT;
        for (String arguments : calls) {
            String call = "pg_catalog.\"" + name + "\"(" + arguments + ")";
            String state = run("explain select " + call);
            if (state.equals(NOT_SUPPORTED)) {
                // Functions that return any record say so of a place without columns.
                state = run("explain select * from " + call + " as x (a int)");
            }
            if (!state.equals(NOT_SUPPORTED) && !state.equals(UNDEFINED_FUNCTION)) {
                return Answer.OFFERED;
            }
            best = Answer.REFUSED;
        }
        return best;
    }

    /// Runs statements and takes them back.
    private Answer probe(String statements) throws SQLException {
        boolean isAlone = statements.startsWith("!");
        String text = isAlone ? statements.substring(1) : statements;
        boolean isWrapped =
                !isAlone
                        && !text.startsWith("begin ;;")
                        && !text.startsWith("start transaction")
                        && !text.equals("begin");
        if (isWrapped) {
            run("begin");
        }
        Answer answer = Answer.OFFERED;
        for (String statement : text.split(" ;; ", -1)) {
            String state = run(statement);
            if (!state.isEmpty()) {
                answer = state.equals(NOT_SUPPORTED) ? Answer.REFUSED : Answer.ABSENT;
                break;
            }
        }
        run("rollback");
        return answer;
    }

    /// Returns the SQLSTATE of a statement's error, or an empty text.
    private String run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (sql.startsWith("copy")) {
                var copy = connection.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
                copy.copyOut(sql, java.io.OutputStream.nullOutputStream());
                return "";
            }
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }
}
