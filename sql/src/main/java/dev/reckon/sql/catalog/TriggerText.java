package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.parse.Identifiers;
import java.util.stream.Collectors;

/// Triggers as `pg_get_triggerdef` prints them.
record TriggerText(ObjectText text) {
    /// Returns `CREATE TRIGGER …`.
    String definition(Trigger trigger) {
        CatalogNames names = text.names();
        Relation relation = names.catalog().relation(trigger.relationOid()).orElseThrow();
        var out = new StringBuilder("CREATE ");
        out.append(trigger.constraint().isPresent() ? "CONSTRAINT TRIGGER " : "TRIGGER ")
                .append(Identifiers.quote(trigger.name()))
                .append(' ')
                .append(trigger.timing().sql())
                .append(' ')
                .append(
                        trigger.operations().stream()
                                .map(operation -> event(trigger, operation))
                                .collect(Collectors.joining(" OR ")))
                .append(" ON ")
                .append(text.pretty() ? text.relationName(relation) : text.qualified(relation));
        trigger.constraint().ifPresent(constraint -> out.append(deferral(constraint)));
        if (trigger.oldTable().isPresent() || trigger.newTable().isPresent()) {
            out.append(" REFERENCING");
            trigger.oldTable().ifPresent(name -> out.append(" OLD TABLE AS ").append(quoted(name)));
            trigger.newTable().ifPresent(name -> out.append(" NEW TABLE AS ").append(quoted(name)));
        }
        out.append(trigger.forEachRow() ? " FOR EACH ROW" : " FOR EACH STATEMENT");
        trigger.condition()
                .ifPresent(condition ->
                        out.append(" WHEN (").append(text.expression(condition)).append(')'));
        return out.append(" EXECUTE FUNCTION ")
                .append(names.functionName(trigger.routineOid()).orElse("?"))
                .append(
                        trigger.arguments().stream()
                                .map(TriggerText::literal)
                                .collect(Collectors.joining(", ", "(", ")")))
                .toString();
    }

    private static String quoted(String name) {
        return Identifiers.quote(name);
    }

    /// Arguments are shown in plain quotes, whatever is in them.
    private static String literal(String argument) {
        return "'" + argument.replace("'", "''") + "'";
    }

    private String event(Trigger trigger, TriggerOperation operation) {
        return operation == TriggerOperation.UPDATE && !trigger.columns().isEmpty()
                ? "UPDATE OF " + text.columns(trigger.relationOid(), trigger.columns())
                : operation.name();
    }

    private String deferral(Trigger.Deferral constraint) {
        String from =
                text.names()
                        .relationName(constraint.fromOid())
                        .map(name -> " FROM " + name)
                        .orElse("");
        return from
                + (constraint.deferrable() ? " DEFERRABLE" : " NOT DEFERRABLE")
                + (constraint.initiallyDeferred() ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
    }
}
