package dev.reckon.sql.parse;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableStatement.PartitionBound;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The actions of `ALTER TABLE` and its relatives.
final class AlterTableParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    AlterTableParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `alter_table_cmds` and `partition_cmd`.
    List<AlterTableAction> actions(ObjectKind kind) {
        int position = tokens.position();
        if (tokens.accept(Token.ATTACH)) {
            return List.of(attach(kind, position));
        }
        if (kind == ObjectKind.TABLE && tokens.accept(Token.DETACH)) {
            return List.of(detach(position));
        }
        var list = new ArrayList<AlterTableAction>();
        do {
            list.add(action());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private AlterTableAction attach(ObjectKind kind, int position) {
        tokens.expect(Token.PARTITION);
        QualifiedName partition = grammar.names.relation();
        Optional<PartitionBound> bound =
                kind == ObjectKind.INDEX ? Optional.empty() : Optional.of(grammar.tables().bound());
        return new AlterTableAction.AttachPartition(partition, bound, position);
    }

    private AlterTableAction detach(int position) {
        tokens.expect(Token.PARTITION);
        QualifiedName partition = grammar.names.relation();
        boolean concurrently = tokens.accept(Token.CONCURRENTLY);
        boolean finish = !concurrently && tokens.accept(Token.FINALIZE);
        return new AlterTableAction.DetachPartition(partition, concurrently, finish, position);
    }

    private AlterTableAction action() {
        int position = tokens.position();
        Token word = tokens.token();
        tokens.advance();
        return switch (word) {
            case ADD -> add(position);
            case ALTER -> alter(position);
            case DROP -> drop(position);
            case SET -> set(position);
            case RESET ->
                    new AlterTableAction.SetOptions(true, grammar.options().definition(), position);
            case VALIDATE -> {
                tokens.expect(Token.CONSTRAINT);
                yield new AlterTableAction.ValidateConstraint(tokens.columnName(), position);
            }
            case INHERIT -> new AlterTableAction.Inherit(grammar.names.relation(), true, position);
            case NO -> no(position);
            case OWNER -> {
                tokens.expect(Token.TO);
                yield new AlterTableAction.SetOwner(grammar.names.role(), position);
            }
            case CLUSTER -> {
                tokens.expect(Token.ON);
                Optional<String> index = Optional.of(tokens.columnName());
                yield new AlterTableAction.ClusterOn(index, position);
            }
            case REPLICA -> {
                tokens.expect(Token.IDENTITY);
                yield replicaIdentity(position);
            }
            case ENABLE, DISABLE -> enable(word, position);
            case FORCE -> rowSecurity("FORCE ROW LEVEL SECURITY", position);
            case OF -> {
                grammar.names.any();
                yield new AlterTableAction.Unsupported("ALTER TABLE OF", position);
            }
            case NOT -> {
                tokens.expect(Token.OF);
                yield new AlterTableAction.Unsupported("ALTER TABLE NOT OF", position);
            }
            default -> throw tokens.unexpected(-1);
        };
    }

    private AlterTableAction no(int position) {
        if (tokens.at(Token.FORCE)) {
            return rowSecurity("NO FORCE ROW LEVEL SECURITY", position);
        }
        tokens.expect(Token.INHERIT);
        return new AlterTableAction.Inherit(grammar.names.relation(), false, position);
    }

    private AlterTableAction add(int position) {
        if (grammar.constraints().atTableConstraint()) {
            return new AlterTableAction.AddConstraint(
                    grammar.constraints().tableConstraint(), position);
        }
        tokens.accept(Token.COLUMN);
        boolean ifNotExists = tokens.at(Token.IF, Token.NOT) && grammar.names.ifNotExists();
        return new AlterTableAction.AddColumn(grammar.tables().column(), ifNotExists, position);
    }

    private AlterTableAction drop(int position) {
        boolean constraint = tokens.accept(Token.CONSTRAINT);
        if (!constraint) {
            tokens.accept(Token.COLUMN);
        }
        boolean ifExists = tokens.at(Token.IF, Token.EXISTS) && grammar.names.ifExists();
        String name = tokens.columnName();
        boolean cascade = grammar.names.cascade();
        return constraint
                ? new AlterTableAction.DropConstraint(name, ifExists, cascade, position)
                : new AlterTableAction.DropColumn(name, ifExists, cascade, position);
    }

    private AlterTableAction set(int position) {
        return switch (tokens.token()) {
            case LOGGED -> {
                tokens.advance();
                yield new AlterTableAction.SetLogged(true, position);
            }
            case UNLOGGED -> {
                tokens.advance();
                yield new AlterTableAction.SetLogged(false, position);
            }
            case WITHOUT -> {
                tokens.advance();
                if (tokens.accept(Token.OIDS)) {
                    yield new AlterTableAction.WithoutOids(position);
                }
                tokens.expect(Token.CLUSTER);
                yield new AlterTableAction.ClusterOn(Optional.empty(), position);
            }
            case TABLESPACE -> {
                tokens.advance();
                yield new AlterTableAction.SetTablespace(tokens.columnName(), position);
            }
            case ACCESS -> {
                tokens.advance();
                tokens.expect(Token.METHOD);
                yield new AlterTableAction.SetAccessMethod(tokens.columnName(), position);
            }
            default ->
                    new AlterTableAction.SetOptions(
                            false, grammar.options().definition(), position);
        };
    }

    private AlterTableAction replicaIdentity(int position) {
        return switch (tokens.token()) {
            case NOTHING, FULL, DEFAULT ->
                    new AlterTableAction.ReplicaIdentity(tokens.take(), Optional.empty(), position);
            default -> {
                tokens.expect(Token.USING, Token.INDEX);
                Optional<String> index = Optional.of(tokens.columnName());
                yield new AlterTableAction.ReplicaIdentity("index", index, position);
            }
        };
    }

    private AlterTableAction enable(Token word, int position) {
        String mode = word.name().toLowerCase(Locale.ROOT);
        if (word == Token.ENABLE && (tokens.at(Token.ALWAYS) || tokens.at(Token.REPLICA))) {
            mode = mode + " " + tokens.take();
        } else if (tokens.at(Token.ROW)) {
            return rowSecurity(word.name() + " ROW LEVEL SECURITY", position);
        }
        if (tokens.accept(Token.RULE)) {
            tokens.columnName();
            return new AlterTableAction.Unsupported("ALTER TABLE " + word + " RULE", position);
        }
        tokens.expect(Token.TRIGGER);
        boolean all = tokens.at(Token.ALL) || tokens.at(Token.USER);
        String trigger = all ? tokens.take() : tokens.columnName();
        return new AlterTableAction.SetTrigger(mode, trigger, all, position);
    }

    private AlterTableAction rowSecurity(String feature, int position) {
        tokens.accept(Token.FORCE);
        tokens.expect(Token.ROW);
        tokens.expect(Token.LEVEL, Token.SECURITY);
        return new AlterTableAction.Unsupported(feature, position);
    }

    private AlterTableAction alter(int position) {
        if (tokens.accept(Token.CONSTRAINT)) {
            String name = tokens.columnName();
            var deferral = grammar.constraints().deferral("FOREIGN KEY");
            return new AlterTableAction.AlterConstraint(
                    name, deferral.deferrable(), deferral.initiallyDeferred(), position);
        }
        tokens.accept(Token.COLUMN);
        String column = tokens.at(Token.INTEGER_LITERAL) ? columnNumber() : tokens.columnName();
        Token word = tokens.token();
        tokens.advance();
        return switch (word) {
            case TYPE -> setType(column, position);
            case SET -> setOfColumn(column, position);
            case DROP -> dropOfColumn(column, position);
            case ADD -> {
                tokens.expect(Token.GENERATED);
                boolean always = grammar.constraints().generatedAlways();
                tokens.expect(Token.AS, Token.IDENTITY);
                List<Option> options = grammar.constraints().sequenceOptionsInParentheses();
                yield new AlterTableAction.AddIdentity(
                        column, new TableElement.Rule.Identity(always, options), position);
            }
            case RESET ->
                    new AlterTableAction.SetColumnOptions(
                            column, true, grammar.options().definition(), position);
            case RESTART -> {
                var options = new ArrayList<Option>();
                boolean with = tokens.accept(Token.WITH);
                Option.Value start =
                        with || grammar.options().atNumber()
                                ? new Option.Number(grammar.options().number())
                                : new Option.None();
                options.add(new Option("restart", start, position));
                yield identity(column, Optional.empty(), options, position);
            }
            default -> throw tokens.unexpected(-1);
        };
    }

    /// The number of an index's column, which only `SET STATISTICS` takes.
    private String columnNumber() {
        int position = tokens.position();
        int number = tokens.expectInteger();
        if (!tokens.at(Token.SET) || tokens.peek(1) != Token.STATISTICS) {
            throw tokens.unexpected(tokens.at(Token.SET) ? 1 : 0);
        }
        if (number <= 0 || number > Short.MAX_VALUE) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "column number must be in range from 1 to 32767")
                    .at(position);
        }
        return Integer.toString(number);
    }

    private AlterTableAction setType(String column, int position) {
        TypeName type = grammar.types.parse();
        Optional<QualifiedName> collation =
                tokens.accept(Token.COLLATE) ? Optional.of(grammar.names.any()) : Optional.empty();
        Optional<Expression> using =
                tokens.accept(Token.USING)
                        ? Optional.of(grammar.expressions.parse())
                        : Optional.empty();
        return new AlterTableAction.SetType(column, type, collation, using, position);
    }

    private AlterTableAction setOfColumn(String column, int position) {
        return switch (tokens.token()) {
            case DEFAULT -> {
                tokens.advance();
                Optional<Expression> value = Optional.of(grammar.expressions.parse());
                yield new AlterTableAction.SetDefault(column, value, position);
            }
            case NOT -> {
                tokens.advance();
                tokens.expect(Token.NULL);
                yield new AlterTableAction.SetNotNull(column, true, position);
            }
            case STATISTICS -> {
                tokens.advance();
                int target = Integer.parseInt(signedInteger());
                yield new AlterTableAction.SetStatistics(column, target, position);
            }
            case STORAGE -> {
                tokens.advance();
                yield new AlterTableAction.SetStorage(column, tokens.columnName(), position);
            }
            case COMPRESSION -> {
                tokens.advance();
                String method = tokens.accept(Token.DEFAULT) ? "default" : tokens.columnName();
                yield new AlterTableAction.SetCompression(column, method, position);
            }
            case DATA -> {
                tokens.advance();
                tokens.expect(Token.TYPE);
                yield setType(column, position);
            }
            case OPEN_PARENTHESIS ->
                    new AlterTableAction.SetColumnOptions(
                            column, false, grammar.options().definition(), position);
            default -> setIdentity(column, position);
        };
    }

    private String signedInteger() {
        boolean negative = tokens.accept(Token.MINUS);
        if (!negative) {
            tokens.accept(Token.PLUS);
        }
        return (negative ? "-" : "") + tokens.expectInteger();
    }

    /// `SET GENERATED …` and `SET sequence option`, as many as follow.
    private AlterTableAction setIdentity(String column, int position) {
        Optional<Boolean> always = Optional.empty();
        var options = new ArrayList<Option>();
        if (tokens.accept(Token.GENERATED)) {
            always = Optional.of(grammar.constraints().generatedAlways());
        } else {
            options.add(grammar.options().sequenceOption().orElseThrow(tokens::unexpected));
        }
        return identity(column, always, options, position);
    }

    private AlterTableAction identity(
            String column, Optional<Boolean> first, List<Option> options, int position) {
        Optional<Boolean> always = first;
        while (tokens.at(Token.SET) || tokens.at(Token.RESTART)) {
            if (tokens.accept(Token.SET) && tokens.accept(Token.GENERATED)) {
                always = Optional.of(grammar.constraints().generatedAlways());
            } else {
                options.add(grammar.options().sequenceOption().orElseThrow(tokens::unexpected));
            }
        }
        return new AlterTableAction.SetIdentity(column, always, List.copyOf(options), position);
    }

    private AlterTableAction dropOfColumn(String column, int position) {
        return switch (tokens.token()) {
            case DEFAULT -> {
                tokens.advance();
                yield new AlterTableAction.SetDefault(column, Optional.empty(), position);
            }
            case NOT -> {
                tokens.advance();
                tokens.expect(Token.NULL);
                yield new AlterTableAction.SetNotNull(column, false, position);
            }
            case EXPRESSION -> {
                tokens.advance();
                yield new AlterTableAction.DropExpression(
                        column, grammar.names.ifExists(), position);
            }
            default -> {
                tokens.expect(Token.IDENTITY);
                yield new AlterTableAction.DropIdentity(column, grammar.names.ifExists(), position);
            }
        };
    }
}
