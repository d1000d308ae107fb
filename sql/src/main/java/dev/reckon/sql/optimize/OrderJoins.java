package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Orders inner joins so that the fewest rows come between: by dynamic programming over all bushy
/// trees up to ten relations (DPsub of Moerkotte and Neumann, 2006), and greedily, the smallest
/// result first, beyond. The cost of a tree is the sum of the rows of its joins.
final class OrderJoins implements Rule {
    private static final int EXHAUSTIVE_MAX = 10;

    private final Estimates estimates;

    OrderJoins(Estimates estimates) {
        this.estimates = estimates;
    }

    @Override
    public Plan apply(Plan plan) {
        if (!(plan instanceof Join join) || join.kind() != JoinKind.INNER) {
            return Plans.withInputs(plan, this::apply);
        }
        var relations = new ArrayList<Plan>();
        var conditions = new ArrayList<Scalar>();
        flatten(join, relations, conditions);
        if (relations.size() < 2 || conditions.stream().anyMatch(Columns::isVolatile)) {
            return Plans.withInputs(plan, this::apply);
        }
        var graph = new Graph(relations, conditions);
        return relations.size() <= EXHAUSTIVE_MAX ? graph.exhaustive() : graph.greedy();
    }

    private void flatten(Plan plan, List<Plan> relations, List<Scalar> conditions) {
        if (plan instanceof Join join && join.kind() == JoinKind.INNER) {
            flatten(join.left(), relations, conditions);
            flatten(join.right(), relations, conditions);
            for (Scalar condition : Plans.conjuncts(join.condition())) {
                if (!Plans.isTrue(condition)) {
                    conditions.add(condition);
                }
            }
        } else {
            relations.add(Plans.withInputs(plan, this::apply));
        }
    }

    /// A tree of joins of some relations.
    private record Tree(Plan plan, double rows, double cost) {
        boolean isNone() {
            return Double.isInfinite(cost);
        }
    }

    /// The relations and what joins them.
    @SuppressWarnings("ReferenceEquality") // NONE is told by identity.
    private final class Graph {
        private final List<Plan> relations;
        private final List<Scalar> conditions;

        /// For each condition the relations that it reads, as a bit set.
        private final long[] reads;

        Graph(List<Plan> relations, List<Scalar> conditions) {
            this.relations = relations;
            this.conditions = conditions;
            this.reads = new long[conditions.size()];
            for (int i = 0; i < relations.size(); i++) {
                Set<Integer> ids = Columns.ids(relations.get(i));
                for (int c = 0; c < reads.length; c++) {
                    if (Columns.readsAny(conditions.get(c), ids)) {
                        reads[c] |= 1L << i;
                    }
                }
            }
        }

        private Tree leaf(int index) {
            Plan plan = relations.get(index);
            return new Tree(plan, estimates.rows(plan), 0);
        }

        /// Returns the conditions that can be tested on two sides together and on neither alone.
        private List<Scalar> between(long left, long right) {
            var applicable = new ArrayList<Scalar>();
            for (int c = 0; c < reads.length; c++) {
                long needed = reads[c];
                boolean fits = (needed & ~(left | right)) == 0;
                boolean alone = (needed & ~left) == 0 || (needed & ~right) == 0;
                if (fits && !alone) {
                    applicable.add(conditions.get(c));
                }
            }
            return applicable;
        }

        private Tree join(Tree left, Tree right, List<Scalar> condition) {
            Plan plan = new Join(JoinKind.INNER, left.plan, right.plan, Plans.and(condition));
            double rows = estimates.joinRows(left.rows, right.rows, condition);
            return new Tree(plan, rows, left.cost + right.cost + rows);
        }

        Plan exhaustive() {
            int count = relations.size();
            Tree[] best = new Tree[1 << count];
            for (int i = 0; i < count; i++) {
                best[1 << i] = leaf(i);
            }
            for (int set = 1; set < best.length; set++) {
                if (Integer.bitCount(set) > 1) {
                    best[set] = best(set, best);
                }
            }
            return withConstants(best[best.length - 1].plan);
        }

        /// Products without a condition only where nothing else joins the set.
        private Tree best(int set, Tree[] best) {
            Tree found = bestOf(set, best, true);
            return found.isNone() ? bestOf(set, best, false) : found;
        }

        private Tree bestOf(int set, Tree[] best, boolean joinedOnly) {
            Tree found = NONE;
            for (int left = (set - 1) & set; left > 0; left = (left - 1) & set) {
                int right = set ^ left;
                if (left < right || best[left].isNone() || best[right].isNone()) {
                    continue;
                }
                List<Scalar> condition = between(left, right);
                if (joinedOnly && condition.isEmpty()) {
                    continue;
                }
                Tree tree = join(best[left], best[right], condition);
                if (tree.cost < found.cost) {
                    found = tree;
                }
            }
            return found;
        }

        Plan greedy() {
            var trees = new ArrayList<Tree>();
            var sets = new ArrayList<Long>();
            for (int i = 0; i < relations.size(); i++) {
                trees.add(leaf(i));
                sets.add(1L << i);
            }
            while (trees.size() > 1) {
                Tree best = NONE;
                int bestLeft = 0;
                int bestRight = 1;
                for (boolean joinedOnly : new boolean[] {true, false}) {
                    for (int i = 0; i < trees.size() && (joinedOnly || best.isNone()); i++) {
                        for (int j = i + 1; j < trees.size(); j++) {
                            List<Scalar> condition = between(sets.get(i), sets.get(j));
                            if (joinedOnly && condition.isEmpty()) {
                                continue;
                            }
                            Tree tree = join(trees.get(i), trees.get(j), condition);
                            if (tree.rows < best.rows) {
                                best = tree;
                                bestLeft = i;
                                bestRight = j;
                            }
                        }
                    }
                }
                long union = sets.get(bestLeft) | sets.get(bestRight);
                trees.remove(bestRight);
                sets.remove(bestRight);
                trees.set(bestLeft, best);
                sets.set(bestLeft, union);
            }
            return withConstants(trees.getFirst().plan);
        }

        /// Adds the conditions that read one relation only, or none: they could not be pushed down.
        private Plan withConstants(Plan plan) {
            var rest = new ArrayList<Scalar>();
            for (int c = 0; c < reads.length; c++) {
                if (Long.bitCount(reads[c]) < 2) {
                    rest.add(conditions.get(c));
                }
            }
            return rest.isEmpty() ? plan : new dev.reckon.sql.plan.Filter(plan, Plans.and(rest));
        }
    }

    private static final Tree NONE =
            new Tree(
                    dev.reckon.sql.plan.Values.oneRow(),
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY);
}
