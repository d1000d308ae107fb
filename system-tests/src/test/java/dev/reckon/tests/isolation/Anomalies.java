package dev.reckon.tests.isolation;

import dev.reckon.tests.isolation.History.Step.Append;
import dev.reckon.tests.isolation.History.Step.Read;
import dev.reckon.tests.isolation.History.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds anomalies of isolation in a history, as Elle does (Kingsbury and Alvaro, "Elle: Inferring
/// Isolation Anomalies from Experimental Observations", VLDB 2020): the lists give the order of
/// versions, and that the edges of Adya's graph of dependencies. For one thread.
final class Anomalies {
    /// What is wrong, weakest first: each level of isolation forbids all up to some.
    enum Kind {
        /// A read list that no order of appends explains, an element lost, doubled or never
        /// written.
        INCONSISTENT,
        /// A cycle of writes.
        G0,
        /// A read of what was rolled back.
        G1A,
        /// A read of what its writer wrote over.
        G1B,
        /// A cycle of writes and reads of what was written.
        G1C,
        /// A cycle with one read of what was written over later.
        G_SINGLE,
        /// A cycle with several of those.
        G2
    }

    private enum Edge {
        WRITE_WRITE,
        WRITE_READ,
        READ_WRITE
    }

    private final List<Transaction> transactions;
    private final Map<Integer, Integer> writerOf = new HashMap<>();

    /// Elements that their own transaction appended something to.
    private final Set<Integer> intermediate = new HashSet<>();

    /// The longest list seen of each key: the order of its versions.
    private final Map<Integer, List<Integer>> orders = new HashMap<>();

    /// From a transaction to those that come after it.
    private final List<Map<Integer, Set<Edge>>> edges = new ArrayList<>();

    private final Map<Kind, String> found = new TreeMap<>();

    private Anomalies(List<Transaction> transactions) {
        this.transactions = transactions;
    }

    /// Returns an example of each kind of anomaly in a history, whose last transactions have read
    /// every key.
    static Map<Kind, String> find(History history) {
        var search = new Anomalies(history.transactions());
        search.readWrites();
        search.checkReads();
        search.connect();
        search.findCycles();
        return search.found;
    }

    private void report(Kind kind, String what) {
        found.putIfAbsent(kind, what);
    }

    private void readWrites() {
        for (int i = 0; i < transactions.size(); i++) {
            edges.add(new HashMap<>());
            Map<Integer, Integer> last = new HashMap<>();
            for (History.Step step : transactions.get(i).steps()) {
                if (step instanceof Append(int key, int element)) {
                    writerOf.put(element, i);
                    Integer before = last.put(key, element);
                    if (before != null) {
                        intermediate.add(before);
                    }
                } else if (step instanceof Read(int key, List<Integer> elements)
                        && transactions.get(i).isCommitted()
                        && elements.size() > orders.getOrDefault(key, List.of()).size()) {
                    orders.put(key, elements);
                }
            }
        }
    }

    private void checkReads() {
        for (int i = 0; i < transactions.size(); i++) {
            if (!transactions.get(i).isCommitted()) {
                continue;
            }
            Map<Integer, List<Integer>> own = new HashMap<>();
            for (History.Step step : transactions.get(i).steps()) {
                List<Integer> appended = own.computeIfAbsent(step.key(), _ -> new ArrayList<>());
                switch (step) {
                    case Append(int _, int element) -> appended.add(element);
                    case Read(int key, List<Integer> elements) ->
                            checkRead(i, key, elements, appended);
                }
            }
            own.forEach(this::checkNothingIsLost);
        }
        orders.values().forEach(this::checkOrder);
    }

    private void checkNothingIsLost(int key, List<Integer> appended) {
        List<Integer> order = orders.getOrDefault(key, List.of());
        if (!order.containsAll(appended)) {
            report(Kind.INCONSISTENT, "%s of key %d lost: %s".formatted(appended, key, order));
        }
    }

    private void checkOrder(List<Integer> order) {
        if (new HashSet<>(order).size() != order.size() || !writerOf.keySet().containsAll(order)) {
            report(Kind.INCONSISTENT, "doubled, or never written: " + order);
        }
    }

    private void checkRead(int reader, int key, List<Integer> elements, List<Integer> own) {
        List<Integer> order = orders.getOrDefault(key, List.of());
        if (elements.size() > order.size()
                || !order.subList(0, elements.size()).equals(elements)
                || elements.size() < own.size()
                || !elements.subList(elements.size() - own.size(), elements.size()).equals(own)) {
            report(
                    Kind.INCONSISTENT,
                    "transaction %d read %s of key %d, after writing %s; another %s"
                            .formatted(reader, elements, key, own, order));
        }
        for (int element : elements) {
            Integer writer = writerOf.get(element);
            if (writer != null && writer != reader && !transactions.get(writer).isCommitted()) {
                report(Kind.G1A, "%d of transaction %d, rolled back".formatted(element, writer));
            }
        }
        if (!elements.isEmpty()) {
            int last = elements.getLast();
            if (intermediate.contains(last) && !own.contains(last)) {
                report(Kind.G1B, "transaction %d read %d".formatted(reader, last));
            }
        }
    }

    private void connect() {
        for (List<Integer> order : orders.values()) {
            for (int i = 1; i < order.size(); i++) {
                connect(writer(order.get(i - 1)), writer(order.get(i)), Edge.WRITE_WRITE);
            }
        }
        for (int i = 0; i < transactions.size(); i++) {
            if (transactions.get(i).isCommitted()) {
                for (History.Step step : transactions.get(i).steps()) {
                    if (step instanceof Read(int key, List<Integer> elements)) {
                        connectRead(i, elements, orders.getOrDefault(key, List.of()));
                    }
                }
            }
        }
    }

    private int writer(int element) {
        return writerOf.getOrDefault(element, -1);
    }

    private void connectRead(int reader, List<Integer> elements, List<Integer> order) {
        if (!elements.isEmpty()) {
            connect(writer(elements.getLast()), reader, Edge.WRITE_READ);
        }
        for (int i = elements.size(); i < order.size(); i++) {
            if (writer(order.get(i)) != reader) {
                connect(reader, writer(order.get(i)), Edge.READ_WRITE);
                return;
            }
        }
    }

    private void connect(int from, int to, Edge edge) {
        if (from != to && from >= 0 && to >= 0) {
            edges.get(from).computeIfAbsent(to, _ -> new HashSet<>()).add(edge);
        }
    }

    private void findCycles() {
        for (int from = 0; from < edges.size(); from++) {
            for (Map.Entry<Integer, Set<Edge>> edge : edges.get(from).entrySet()) {
                findCycle(from, edge.getKey(), edge.getValue());
            }
        }
    }

    /// Looks for a way back over an edge, with as few kinds of edges as possible.
    private void findCycle(int from, int to, Set<Edge> kinds) {
        if (kinds.contains(Edge.WRITE_WRITE) && reaches(to, from, Set.of(Edge.WRITE_WRITE))) {
            report(Kind.G0, cycle(from, to));
        }
        Set<Edge> ofWrites = Set.of(Edge.WRITE_WRITE, Edge.WRITE_READ);
        if (kinds.contains(Edge.WRITE_READ) && reaches(to, from, ofWrites)) {
            report(Kind.G1C, cycle(from, to));
        }
        if (kinds.contains(Edge.READ_WRITE)) {
            if (reaches(to, from, ofWrites)) {
                report(Kind.G_SINGLE, cycle(from, to));
            } else if (reaches(to, from, Set.of(Edge.values()))) {
                report(Kind.G2, cycle(from, to));
            }
        }
    }

    private String cycle(int from, int to) {
        return "from %d %s to %d %s and back"
                .formatted(from, transactions.get(from).steps(), to, transactions.get(to).steps());
    }

    private boolean reaches(int from, int target, Set<Edge> allowed) {
        Set<Integer> seen = new HashSet<>(Set.of(from));
        Deque<Integer> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Map.Entry<Integer, Set<Edge>> edge : edges.get(open.remove()).entrySet()) {
                boolean passable = edge.getValue().stream().anyMatch(allowed::contains);
                if (passable && edge.getKey() == target) {
                    return true;
                }
                if (passable && seen.add(edge.getKey())) {
                    open.add(edge.getKey());
                }
            }
        }
        return false;
    }
}
