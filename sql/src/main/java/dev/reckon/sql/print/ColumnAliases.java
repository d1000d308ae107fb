package dev.reckon.sql.print;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableReference.Alias;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the columns of an item of FROM are called, in a text that reads well however its tables
/// change: PostgreSQL names all columns as soon as one is called otherwise than in its table, and
/// none twice.
record ColumnAliases(ObjectNaming naming) {
    /// Returns the names that stand behind the alias of a table.
    List<String> printed(TableReference.Table table) {
        List<String> given = given(table.alias());
        List<String> own = naming.columns(table.name());
        if (given.isEmpty() || own.size() < given.size()) {
            return given;
        }
        List<String> names = named(own, given);
        return names.equals(own) ? List.of() : names;
    }

    /// Returns the names that stand behind the alias of a join.
    List<String> printed(TableReference.Join join) {
        List<String> given = given(join.alias());
        Optional<List<String>> own = inside(join);
        if (!given.isEmpty() || own.isEmpty()) {
            return given;
        }
        List<String> names = named(own.get(), List.of());
        return names.equals(own.get()) ? List.of() : names;
    }

    private static List<String> given(Optional<Alias> alias) {
        return alias.map(Alias::columns).orElse(List.of());
    }

    /// The first names are given, the others are the columns' own; what is there twice gets a
    /// number.
    private static List<String> named(List<String> own, List<String> given) {
        var names = new ArrayList<String>();
        for (int i = 0; i < own.size(); i++) {
            String wanted = i < given.size() ? given.get(i) : own.get(i);
            String name = wanted;
            for (int number = 1; names.contains(name); number++) {
                name = wanted + "_" + number;
            }
            names.add(name);
        }
        return names;
    }

    /// Returns the columns of a join: those of USING, then the others of either side; empty when
    /// those of a side are not known here.
    private Optional<List<String>> inside(TableReference.Join join) {
        Optional<List<String>> left = columns(join.left());
        Optional<List<String>> right = columns(join.right());
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        var names = new ArrayList<>(join.using());
        left.get().stream().filter(name -> !join.using().contains(name)).forEach(names::add);
        right.get().stream().filter(name -> !join.using().contains(name)).forEach(names::add);
        return Optional.of(names);
    }

    private Optional<List<String>> columns(TableReference item) {
        return switch (item) {
            case TableReference.Table table -> {
                List<String> own = naming.columns(table.name());
                List<String> given = given(table.alias());
                yield own.isEmpty() || own.size() < given.size()
                        ? Optional.empty()
                        : Optional.of(named(own, given));
            }
            case TableReference.Join join ->
                    join.alias().isEmpty()
                            ? inside(join)
                            : inside(join).map(own -> named(own, given(join.alias())));
            default -> Optional.empty();
        };
    }
}
