package dev.reckon.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.type.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random edits against a `TreeMap`. Replay a failure with `-Dseed=`.
final class MemTreeTest {
    private static final long SEED = Long.getLong("seed", 42);

    /// Short keys of one length, long ones that share their code, and a mixture of lengths.
    private enum Keys {
        SHORT,
        LONG,
        MIXED,
        ASCENDING;

        byte[] bytes(Random random, int range, int step) {
            int number = this == ASCENDING ? step : random.nextInt(range);
            byte[] bytes = {
                0,
                0,
                0,
                0,
                (byte) (number >> 24),
                (byte) (number >> 16),
                (byte) (number >> 8),
                (byte) number
            };
            return switch (this) {
                case SHORT, ASCENDING -> bytes;
                case LONG ->
                        ("prefix-of-all-" + number % range).getBytes(StandardCharsets.US_ASCII);
                case MIXED -> java.util.Arrays.copyOf(bytes, 4 + number % 8);
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHORT", "LONG", "MIXED", "ASCENDING"})
    void agreesWithASortedMapAfterAnyEdits(String kind) {
        Keys keys = Keys.valueOf(kind);
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            int range = 1 + random.nextInt(5000);
            TreeMap<RowKey, byte[]> model = new TreeMap<>();
            MemTree tree = MemTree.EMPTY;
            for (int version = 0; version < 20; version++) {
                MemTree before = tree;
                TreeMap<RowKey, byte[]> modelBefore = new TreeMap<>(model);
                MemTreeEditor editor = tree.edit();
                int edits = random.nextInt(version % 3 == 0 ? 3000 : 20);
                int putPercent = random.nextInt(101);
                for (int i = 0; i < edits; i++) {
                    RowKey key = new RowKey(keys.bytes(random, range, model.size()));
                    if (random.nextInt(100) < putPercent) {
                        byte[] row = new byte[random.nextInt(10)];
                        assertThat(editor.put(key, row)).isSameAs(model.put(key, row));
                    } else {
                        assertThat(editor.remove(key)).isSameAs(model.remove(key));
                    }
                }
                tree = editor.tree();
                editor.put(new RowKey(new byte[] {1}), new byte[1]); // Must not show anywhere.
                check(tree, model, random, keys, range);
                check(before, modelBefore, random, keys, range);
                checkDifference(before, tree, modelBefore, model);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "long"})
    void appendsTreesAsIfEachEntryHadBeenPut(String kind) {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            TreeMap<RowKey, byte[]> model = new TreeMap<>();
            MemTree tree = MemTree.EMPTY;
            int next = 0;
            for (int tail = 0; tail < 8; tail++) {
                MemTreeEditor rows = MemTree.EMPTY.edit();
                int count = random.nextInt(1 << random.nextInt(14));
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    numbers.add(next++);
                }
                if (random.nextBoolean()) {
                    java.util.Collections.shuffle(numbers, random);
                }
                for (int number : numbers) {
                    RowKey key = numbered(kind, number);
                    byte[] row = new byte[random.nextInt(5)];
                    rows.put(key, row);
                    model.put(key, row);
                }
                MemTree added = rows.tree();
                MemTree before = tree;
                List<RowKey> keysBefore = keys(before);
                MemTreeEditor editor = tree.edit();
                editor.append(added);
                for (int i = 0; i < random.nextInt(30) && next > 0; i++) {
                    RowKey key = numbered(kind, random.nextInt(next));
                    assertThat(editor.remove(key)).isSameAs(model.remove(key));
                }
                tree = editor.tree();
                assertThat(keys(tree)).isEqualTo(List.copyOf(model.keySet()));
                assertThat(keys(before)).isEqualTo(keysBefore);
                assertThat(added.count()).isEqualTo(count);
                assertThat(tree.byteCount())
                        .isEqualTo(
                                model.entrySet().stream()
                                        .mapToLong(e ->
                                                e.getKey().bytes().length + e.getValue().length)
                                        .sum());
                for (int i = 0; i < 20 && !model.isEmpty(); i++) {
                    RowKey key = numbered(kind, random.nextInt(next));
                    assertThat(tree.find(key)).isSameAs(model.get(key));
                    assertThat(tree.rank(key.bytes())).isEqualTo(model.headMap(key).size());
                }
            }
        }
    }

    private static RowKey numbered(String kind, int number) {
        return new RowKey(
                (kind.equals("short") ? "%08d" : "a long key %08d")
                        .formatted(number)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static List<RowKey> keys(MemTree tree) {
        List<RowKey> keys = new ArrayList<>();
        for (MemCursor entry = MemCursor.atRank(tree, 0); entry.isValid(); entry.next()) {
            keys.add(entry.key());
        }
        return keys;
    }

    private static void check(
            MemTree tree, NavigableMap<RowKey, byte[]> model, Random random, Keys keys, int range) {
        assertThat(tree.count()).isEqualTo(model.size());
        assertThat(tree.byteCount())
                .isEqualTo(
                        model.entrySet().stream()
                                .mapToLong(e -> e.getKey().bytes().length + e.getValue().length)
                                .sum());
        assertThat(tree.firstKey())
                .isEqualTo(model.isEmpty() ? Optional.empty() : Optional.of(model.firstKey()));
        assertThat(tree.lastKey())
                .isEqualTo(model.isEmpty() ? Optional.empty() : Optional.of(model.lastKey()));
        assertThat(walk(MemCursor.forward(tree, new byte[0])))
                .isEqualTo(List.copyOf(model.keySet()));
        assertThat(walk(MemCursor.backward(tree, Optional.empty())))
                .isEqualTo(List.copyOf(model.descendingKeySet()));
        for (int i = 0; i < 30; i++) {
            RowKey key = new RowKey(keys.bytes(random, range + 10, random.nextInt(range)));
            assertThat(tree.find(key)).isSameAs(model.get(key));
            assertThat(tree.rank(key.bytes())).isEqualTo(model.headMap(key).size());
            assertThat(walk(MemCursor.forward(tree, key.bytes())))
                    .isEqualTo(List.copyOf(model.tailMap(key).keySet()));
            assertThat(walk(MemCursor.backward(tree, Optional.of(key.bytes()))))
                    .isEqualTo(List.copyOf(model.headMap(key, false).descendingKeySet()));
            MemCursor ranked = MemCursor.atRank(tree, model.headMap(key).size());
            RowKey next = model.ceilingKey(key);
            assertThat(ranked.isValid()).isEqualTo(next != null);
            if (next != null) {
                assertThat(ranked.key()).isEqualTo(next);
            }
        }
        List<byte[]> byLeaf = new ArrayList<>();
        for (MemCursor leaf = MemCursor.forward(tree, new byte[0]);
                leaf.isValid();
                leaf.nextLeaf()) {
            for (int i = leaf.index(); i < leaf.leafEnd(); i++) {
                assertThat(RowKey.code(leaf.keyBytes(i))).isEqualTo(leaf.codes()[i]);
                byLeaf.add(leaf.rows()[i]);
            }
        }
        assertThat(byLeaf).isEqualTo(List.copyOf(model.values()));
    }

    private static List<RowKey> walk(MemCursor cursor) {
        List<RowKey> keys = new ArrayList<>();
        for (; cursor.isValid(); cursor.next()) {
            keys.add(cursor.key());
        }
        return keys;
    }

    @SuppressWarnings("ReferenceEquality") // A row is kept by keeping its array.
    private static void checkDifference(
            MemTree older,
            MemTree newer,
            Map<RowKey, byte[]> olderModel,
            Map<RowKey, byte[]> newerModel) {
        TreeSet<RowKey> expected = new TreeSet<>(olderModel.keySet());
        expected.addAll(newerModel.keySet());
        expected.removeIf(key -> olderModel.get(key) == newerModel.get(key));
        List<RowKey> found = new ArrayList<>();
        TreeDifference difference = new TreeDifference(older, newer);
        while (difference.next()) {
            RowKey key = new RowKey(difference.key());
            found.add(key);
            assertThat(difference.before()).isSameAs(olderModel.get(key));
            assertThat(difference.after()).isSameAs(newerModel.get(key));
        }
        assertThat(found).isEqualTo(List.copyOf(expected));
    }
}
