package dev.reckon.sql.function.compare;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// Finds the partition of a row by the hash of its key, as PostgreSQL does: rows that one of them
/// wrote into a partition are where the other looks for them.
public final class PartitionHash {
    private static final long SEED = 0x7A5B_2236_7996_DCFDL;
    private static final long GOLDEN_RATIO = 0x49A0_F4DD_15E5_A8E3L;

    private PartitionHash() {}

    /// Returns a function of the values of a key, that tells whether their hash leaves a remainder.
    public static ScalarFunction leaves(int modulus, int remainder, List<DataType> types) {
        Kernel kernel =
                (arguments, rows, environment) -> {
                    var hash = new ValueHash(environment, SEED);
                    var builder = new VectorBuilder(DataType.BOOL.physical(), rows.rowCount());
                    for (int row = 0; row < rows.rowCount(); row++) {
                        long all = combined(arguments, types, row, hash);
                        builder.append(
                                Value.bool(Long.remainderUnsigned(all, modulus) == remainder));
                    }
                    return builder.build();
                };
        return new ScalarFunction(
                0,
                "satisfies_hash_partition",
                types,
                false,
                DataType.BOOL,
                false,
                Volatility.IMMUTABLE,
                kernel);
    }

    private static long combined(
            List<ColumnVector> arguments, List<DataType> types, int row, ValueHash hash) {
        long all = 0;
        for (int i = 0; i < arguments.size(); i++) {
            ColumnVector values = arguments.get(i);
            if (!values.isNull(row)) {
                long own = hash.wide(values.value(row), types.get(i));
                all ^= own + GOLDEN_RATIO + (all << 54) + (all >>> 7);
            }
        }
        return all;
    }
}
