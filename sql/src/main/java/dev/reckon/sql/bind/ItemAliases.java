package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/// Names for the items of FROM of a whole statement, such that no query sees two of the same name:
/// where an inner item is called as an outer one it becomes `name_1`, as PostgreSQL shows it. For
/// one thread.
final class ItemAliases {
    private final BindingNotes notes;
    private final IdentityHashMap<TableReference, String> names = new IdentityHashMap<>();

    ItemAliases(BindingNotes notes) {
        this.notes = notes;
    }

    /// Gives names to all items of a tree.
    void assign(Object tree) {
        if (tree instanceof Query query) {
            assignQuery(query, Set.of());
        } else {
            assign(tree, Set.of());
        }
    }

    /// Gives an item a name.
    void name(TableReference item, String name) {
        names.put(item, name);
    }

    /// Returns the name of an item.
    String of(TableReference item) {
        return names.getOrDefault(item, "");
    }

    @SuppressWarnings("ReferenceEquality") // A query that looks the same may stand inside it.
    private void assign(Object tree, Set<String> taken) {
        SyntaxTrees.visitWhile(
                tree,
                node -> {
                    if (node == tree || !(node instanceof Query query)) {
                        return true;
                    }
                    assignQuery(query, taken);
                    return false;
                });
    }

    private void assignQuery(Query query, Set<String> taken) {
        Set<String> own = new HashSet<>(taken);
        if (query.body() instanceof Query.Select select) {
            select.from().forEach(item -> name(item, own));
        }
        assign(query, own);
    }

    private void name(TableReference item, Set<String> taken) {
        if (item instanceof TableReference.Join join) {
            name(join.left(), taken);
            name(join.right(), taken);
            if (join.alias().isEmpty()) {
                return;
            }
        }
        String base = notes.item(item).map(ScopeTable::name).orElse("");
        String name = base;
        for (int i = 1; !taken.add(name); i++) {
            name = base + "_" + i;
        }
        names.put(item, name);
    }
}
