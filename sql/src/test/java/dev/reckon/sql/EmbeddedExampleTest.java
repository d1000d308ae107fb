package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.Cursor;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of docs/embedded.md, which is the text between the two marks.
final class EmbeddedExampleTest {
    @Test
    void runs(@TempDir Path directory) {
        assertThat(sumOfWeights(directory)).isEqualTo(499_500);
    }

    @Test
    void isTheExampleOfTheDocumentation() throws IOException {
        Path source = Path.of("src/test/java/dev/reckon/sql/EmbeddedExampleTest.java");
        String text = Files.readString(source);
        int begin = text.indexOf("    // example " + "begins\n");
        int end = text.indexOf("    // example " + "ends");
        String example =
                text.substring(text.indexOf('\n', begin) + 1, end).stripTrailing().stripIndent();
        assertThat(Files.readString(Path.of("../docs/embedded.md"))).contains(example);
    }

    // example begins
    static long sumOfWeights(Path directory) {
        try (Reckon reckon = Reckon.open(directory);
                Session session = reckon.session()) {
            session.execute("CREATE TABLE parcel (id bigint PRIMARY KEY, weight bigint, town text)")
                    .close();
            TableAccess parcels = session.table("parcel");

            // A batch: one vector for each column.
            var id = new VectorBuilder(PhysicalType.INT8, 1000);
            var weight = new VectorBuilder(PhysicalType.INT8, 1000);
            var town = new VectorBuilder(PhysicalType.BYTES, 1000);
            byte[] name = "Köln".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1000; i++) {
                id.appendLong(i);
                weight.appendLong(i);
                town.appendBytes(name, 0, name.length);
            }
            parcels.insert(new Batch(List.of(id.build(), weight.build(), town.build()), 1000));

            // One row, found by its key.
            Batch found = parcels.find(new Value.Int(77));
            assertThat(((LongVector) found.column(1)).values()[0]).isEqualTo(77);

            // All rows of one column, as arrays.
            long sum = 0;
            try (Cursor rows = parcels.scan(List.of(1))) {
                for (Optional<Batch> each = rows.next(); each.isPresent(); each = rows.next()) {
                    Batch batch = each.get();
                    long[] weights = ((LongVector) batch.column(0)).values();
                    for (int i = 0; i < batch.selectedCount(); i++) {
                        sum += weights[batch.row(i)];
                    }
                }
            }
            return sum;
        }
    }
    // example ends
}
