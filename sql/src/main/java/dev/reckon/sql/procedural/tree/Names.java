package dev.reckon.sql.procedural.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What names mean at one place of a procedure: variables of the blocks around it, innermost first,
/// and the labels of those. Immutable: a declaration makes another one.
///
/// @param label of the innermost block or loop; empty when it has none
/// @param isLoop whether that is a loop
public record Names(
        String label, boolean isLoop, Map<String, Variable> variables, Optional<Names> outer) {
    public Names {
        variables = Map.copyOf(variables);
    }

    /// What a name of several parts begins with.
    ///
    /// @param count how many parts name the variable: 1, or 2 after a label
    public record Found(Variable variable, int count) {}

    /// Returns what is known outside all blocks: under the procedure's name.
    public static Names outermost(String routine) {
        return new Names(routine, false, Map.of(), Optional.empty());
    }

    /// Returns these inside a block or a loop.
    public Names inside(String blockLabel, boolean loop) {
        return new Names(blockLabel, loop, Map.of(), Optional.of(this));
    }

    /// Returns these with a variable more in the innermost block.
    public Names with(String name, Variable variable) {
        Map<String, Variable> more = new HashMap<>(variables);
        more.put(name, variable);
        return new Names(label, isLoop, more, outer);
    }

    /// Finds the variable that a name begins with.
    public Optional<Found> find(List<String> name) {
        for (Optional<Names> level = Optional.of(this);
                level.isPresent();
                level = level.get().outer) {
            Variable variable = level.get().variables.get(name.getFirst());
            if (variable != null) {
                return Optional.of(new Found(variable, 1));
            }
            if (name.size() > 1 && level.get().label.equals(name.getFirst())) {
                Variable inside = level.get().variables.get(name.get(1));
                if (inside != null) {
                    return Optional.of(new Found(inside, 2));
                }
            }
        }
        return Optional.empty();
    }

    /// Finds the block or loop of a label.
    public Optional<Names> labelled(String wanted) {
        for (Optional<Names> level = Optional.of(this);
                level.isPresent();
                level = level.get().outer) {
            if (level.get().label.equals(wanted)) {
                return level;
            }
        }
        return Optional.empty();
    }

    /// Returns whether a loop is around this place.
    public boolean isInLoop() {
        return isLoop || outer.filter(Names::isInLoop).isPresent();
    }
}
