package dev.reckon.sql.function.geometry;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.KernelFamily;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;

/// The chapter "Geometric Functions and Operators".
public final class GeometryFunctions {
    private static final List<KernelFamily> SHAPES =
            List.of(
                    PointFunctions::find,
                    LineFunctions::find,
                    SegmentFunctions::find,
                    BoxFunctions::find,
                    PathFunctions::find,
                    PolygonFunctions::find,
                    CircleFunctions::find);

    private GeometryFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        boolean isGeometric =
                isGeometric(signature.resultType())
                        || signature.argumentTypes().stream()
                                .anyMatch(GeometryFunctions::isGeometric);
        for (KernelFamily shapes : isGeometric ? SHAPES : List.<KernelFamily>of()) {
            Body body = shapes.find(signature);
            if (!(body instanceof Body.Missing)) {
                return body;
            }
        }
        return Body.Missing.MISSING;
    }

    private static boolean isGeometric(DataType type) {
        return type.category() == TypeCategory.GEOMETRIC;
    }
}
