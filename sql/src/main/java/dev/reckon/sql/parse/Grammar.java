package dev.reckon.sql.parse;

import org.jspecify.annotations.Nullable;

/// The parsers of one text, by family, so that each can call on the others.
///
/// Those of queries exist from the start; those of definitions are made when the first such
/// statement comes. For one thread.
final class Grammar {
    final TokenCursor tokens;
    final NameParser names;
    final TypeParser types;
    final ExpressionParser expressions;
    final PrimaryParser primaries;
    final CallParser calls;
    final QueryParser queries;
    final FromParser from;
    final StatementParser statements;
    private @Nullable SpecialCallParser specialCalls;
    private @Nullable DataParser data;
    private @Nullable OptionParser options;
    private @Nullable TableParser tables;
    private @Nullable ConstraintParser constraints;
    private @Nullable ObjectNameParser objects;
    private @Nullable SessionParser session;
    private @Nullable SettingParser settings;
    private @Nullable FunctionParser functions;

    Grammar(String text) {
        tokens = new TokenCursor(text);
        names = new NameParser(tokens);
        types = new TypeParser(this);
        expressions = new ExpressionParser(this);
        primaries = new PrimaryParser(this);
        calls = new CallParser(this);
        queries = new QueryParser(this);
        from = new FromParser(this);
        statements = new StatementParser(this);
    }

    SpecialCallParser specialCalls() {
        if (specialCalls == null) {
            specialCalls = new SpecialCallParser(this);
        }
        return specialCalls;
    }

    DataParser data() {
        if (data == null) {
            data = new DataParser(this);
        }
        return data;
    }

    OptionParser options() {
        if (options == null) {
            options = new OptionParser(this);
        }
        return options;
    }

    TableParser tables() {
        if (tables == null) {
            tables = new TableParser(this);
        }
        return tables;
    }

    ConstraintParser constraints() {
        if (constraints == null) {
            constraints = new ConstraintParser(this);
        }
        return constraints;
    }

    ObjectNameParser objects() {
        if (objects == null) {
            objects = new ObjectNameParser(this);
        }
        return objects;
    }

    SessionParser session() {
        if (session == null) {
            session = new SessionParser(this);
        }
        return session;
    }

    SettingParser settings() {
        if (settings == null) {
            settings = new SettingParser(this);
        }
        return settings;
    }

    FunctionParser functions() {
        if (functions == null) {
            functions = new FunctionParser(this);
        }
        return functions;
    }
}
