/// Geometric values: points, lines, line segments, boxes, paths, polygons, circles.
///
/// In: text or PostgreSQL's binary form, in which vectors hold them. Out: immutable shapes, and
/// both forms again.
@NullMarked
package dev.reckon.sql.format.geometry;

import org.jspecify.annotations.NullMarked;
