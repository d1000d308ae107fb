package dev.reckon.bench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured of each engine, printed as one table, each figure with its ratio to the best
/// of the peers. For one thread.
final class FigureTable {
    private static final String CELL = " %21s |";

    private final List<String> engines;
    private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();

    FigureTable(List<String> engines) {
        this.engines = List.copyOf(engines);
    }

    void add(String what, String engine, double figure) {
        rows.computeIfAbsent(what, _ -> new LinkedHashMap<>()).put(engine, figure);
    }

    void print() {
        System.out.printf("| %-28s |", "");
        engines.forEach(engine -> System.out.printf(CELL, engine));
        System.out.println();
        rows.forEach((what, figures) -> {
            System.out.printf("| %-28s |", what);
            double best = best(what, figures);
            for (String engine : engines) {
                Double figure = figures.get(engine);
                System.out.printf(CELL, figure == null ? "" : cell(figure, best));
            }
            System.out.println();
        });
    }

    /// Returns the best figure of the engines that are not ours; of all when there is no other.
    private static double best(String what, Map<String, Double> figures) {
        List<Double> peers = new ArrayList<>();
        figures.forEach((engine, figure) -> {
            if (!engine.equals(EngineBench.OURS)) {
                peers.add(figure);
            }
        });
        List<Double> compared = peers.isEmpty() ? List.copyOf(figures.values()) : peers;
        return EngineBench.isLessBetter(what)
                ? compared.stream().min(Double::compare).orElseThrow()
                : compared.stream().max(Double::compare).orElseThrow();
    }

    private static String cell(double figure, double best) {
        String form = figure < 1000 ? "%,.1f (%.2fx)" : "%,.0f (%.2fx)";
        return String.format(Locale.ROOT, form, figure, best == 0 ? 1 : figure / best);
    }
}
