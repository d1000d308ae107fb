package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE DOMAIN and ALTER DOMAIN.
record DomainDefinitions(Definitions definitions) {
    void create(SchemaStatement.CreateDomain create) {
        Schema schema = TypeDefinitions.newTypeSchema(definitions, create.name());
        TypeBinder.BoundType base = definitions.bindType(create.type());
        create.collation()
                .ifPresent(each ->
                        ColumnDefinitions.requireCollation(
                                new QualifiedName(each.parts(), -1), base.type()));
        var domain =
                new UserType.Domain(
                        definitions.newHeader(schema.oid(), create.name().name(), 'T'),
                        (int) definitions.newOid(),
                        base.type(),
                        base.modifier(),
                        false,
                        Optional.empty(),
                        List.of());
        for (TableElement.Constraint constraint : create.constraints()) {
            domain = with(domain, constraint);
        }
        definitions.put(domain);
        requireSound(domain);
    }

    /// Binds a cast to the domain, which finds errors in its checks.
    private void requireSound(UserType.Domain domain) {
        definitions.binder().bindValue(new Expression.NullConstant(-1), domain.dataType(), -1);
    }

    private UserType.Domain with(UserType.Domain domain, TableElement.Constraint constraint) {
        boolean notNull = domain.notNull();
        Optional<String> defaultText = domain.defaultText();
        var checks = new ArrayList<>(domain.constraints());
        switch (constraint.rule()) {
            case TableElement.Rule.NotNull _ -> notNull = true;
            case TableElement.Rule.Nullable _ -> {}
            case TableElement.Rule.Default(Expression value) -> {
                defaultText = Optional.of(defaultText(domain, value));
            }
            case TableElement.Rule.Check(Expression condition, boolean _) -> {
                String name = constraint.name().orElseGet(() -> checkName(domain));
                checks.add(
                        new UserType.DomainConstraint(
                                definitions.newOid(),
                                name,
                                Deparser.deparse(
                                        definitions
                                                .binder()
                                                .resolveDomainCheck(
                                                        condition,
                                                        domain.base(),
                                                        domain.modifier())),
                                !constraint.notValid()));
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    "this kind of constraint is not possible for domains")
                            .at(constraint.position());
        }
        return new UserType.Domain(
                domain.header(),
                domain.arrayOid(),
                domain.base(),
                domain.modifier(),
                notNull,
                defaultText,
                checks);
    }

    private String defaultText(UserType.Domain domain, Expression value) {
        return Deparser.deparse(
                definitions
                        .binder()
                        .resolveDefault(value, domain.base(), domain.modifier(), domain.name()));
    }

    private static String checkName(UserType.Domain domain) {
        for (int number = 0; ; number++) {
            String name =
                    ObjectNames.of(domain.name(), "", number == 0 ? "check" : "check" + number);
            if (domain.constraints().stream().noneMatch(each -> each.name().equals(name))) {
                return name;
            }
        }
    }

    void alter(SchemaStatement.AlterDomain alter) {
        UserType.Domain domain = find(alter.name());
        definitions.requireOwner(domain, "domain");
        UserType.Domain changed =
                switch (alter.action()) {
                    case SchemaStatement.DomainAction.SetDefault(Optional<Expression> value) ->
                            new UserType.Domain(
                                    domain.header(),
                                    domain.arrayOid(),
                                    domain.base(),
                                    domain.modifier(),
                                    domain.notNull(),
                                    value.map(each -> defaultText(domain, each)),
                                    domain.constraints());
                    case SchemaStatement.DomainAction.SetNotNull(boolean notNull) -> {
                        if (notNull) {
                            requireRows(domain, "%s IS NULL", "contains null values", "");
                        }
                        yield new UserType.Domain(
                                domain.header(),
                                domain.arrayOid(),
                                domain.base(),
                                domain.modifier(),
                                notNull,
                                domain.defaultText(),
                                domain.constraints());
                    }
                    case SchemaStatement.DomainAction.AddConstraint(var constraint) -> {
                        UserType.Domain added = with(domain, constraint);
                        yield added;
                    }
                    case SchemaStatement.DomainAction.DropConstraint drop -> drop(domain, drop);
                    case SchemaStatement.DomainAction.ValidateConstraint _ -> domain;
                };
        definitions.put(changed);
        requireSound(changed);
        if (changed.constraints().size() > domain.constraints().size()) {
            UserType.DomainConstraint added = changed.constraints().getLast();
            requireRows(
                    domain,
                    "NOT (" + added.text().replaceAll("(?i)\\bvalue\\b", "%s") + ")",
                    "contains values that violate the new constraint",
                    added.name());
        }
    }

    private static UserType.Domain drop(
            UserType.Domain domain, SchemaStatement.DomainAction.DropConstraint drop) {
        List<UserType.DomainConstraint> kept =
                domain.constraints().stream()
                        .filter(each -> !each.name().equals(drop.name()))
                        .toList();
        if (kept.size() == domain.constraints().size() && !drop.ifExists()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \""
                            + drop.name()
                            + "\" of domain \""
                            + domain.name()
                            + "\" does not exist");
        }
        return new UserType.Domain(
                domain.header(),
                domain.arrayOid(),
                domain.base(),
                domain.modifier(),
                domain.notNull(),
                domain.defaultText(),
                kept);
    }

    /// Asks every column of the domain whether a row breaks the new rule.
    private void requireRows(
            UserType.Domain domain, String condition, String what, String constraint) {
        for (CatalogObject object : definitions.catalog().objects()) {
            if (!(object instanceof Table table)) {
                continue;
            }
            for (TableColumn column : table.columns()) {
                if (column.type().oid() != domain.oid()) {
                    continue;
                }
                String sql =
                        "SELECT 1 FROM "
                                + Identifiers.quote(
                                        definitions.catalog().schemaName(table.schemaOid()))
                                + "."
                                + Identifiers.quote(table.name())
                                + " WHERE "
                                + condition.replace("%s", Identifiers.quote(column.name()))
                                + " LIMIT 1";
                if (new InternalQuery(definitions).count(sql) > 0) {
                    throw new DatabaseException(
                            constraint.isEmpty()
                                    ? SqlState.NOT_NULL_VIOLATION
                                    : SqlState.CHECK_VIOLATION,
                            "column \""
                                    + column.name()
                                    + "\" of table \""
                                    + table.name()
                                    + "\" "
                                    + what);
                }
            }
        }
    }

    private UserType.Domain find(QualifiedName name) {
        DataType type =
                definitions
                        .catalog()
                        .type(definitions.searchPath(), name.parts())
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "type \"" + name.dotted() + "\" does not exist"));
        if (definitions.catalog().userType(type.oid()).orElse(null)
                instanceof UserType.Domain domain) {
            return domain;
        }
        throw new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE, "\"" + name.name() + "\" is not a domain");
    }
}
