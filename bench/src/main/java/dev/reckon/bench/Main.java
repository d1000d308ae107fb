package dev.reckon.bench;

import dev.reckon.bench.engine.EngineBench;
import dev.reckon.bench.htap.HtapBench;
import dev.reckon.bench.index.IndexBench;
import dev.reckon.bench.oltp.OltpBench;
import dev.reckon.bench.scan.ScanBench;
import dev.reckon.bench.seed.SeedBench;
import dev.reckon.bench.tpch.TpchBench;
import java.util.Arrays;
import java.util.List;

/// Runs a benchmark by name: `./reckon bench NAME [OPTION …]`.
public final class Main {
    private static final List<Benchmark> BENCHMARKS =
            List.of(
                    new Benchmark(
                            "seed",
                            "inserts, point queries and scans, as the first attempt was judged",
                            SeedBench::main),
                    new Benchmark(
                            "engine",
                            "the engine beside RocksDB, LMDB, MVStore and MapDB",
                            EngineBench::main),
                    new Benchmark(
                            "index",
                            "the learned index beside static trees, binary search and an RMI",
                            IndexBench::main),
                    new Benchmark(
                            "tpch",
                            "the 22 queries of TPC-H beside DuckDB and PostgreSQL",
                            TpchBench::main),
                    new Benchmark(
                            "scan",
                            "analytic queries over 10,000,000 rows beside DuckDB and PostgreSQL",
                            ScanBench::main),
                    new Benchmark(
                            "htap",
                            "transactions and analytics at the same time, beside PostgreSQL",
                            HtapBench::main),
                    new Benchmark(
                            "oltp",
                            "short transactions through the PostgreSQL protocol, beside PostgreSQL",
                            OltpBench::main));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.name.equals(name)) {
                benchmark.body.run(Arrays.copyOfRange(arguments, 1, arguments.length));
                return;
            }
        }
        IO.println("./reckon bench NAME, where NAME is one of:");
        BENCHMARKS.forEach(b -> IO.println("  %-8s %s".formatted(b.name, b.purpose)));
        System.exit(name.isEmpty() ? 0 : 2);
    }

    private record Benchmark(String name, String purpose, Body body) {}

    private interface Body {
        void run(String[] arguments) throws Exception;
    }
}
