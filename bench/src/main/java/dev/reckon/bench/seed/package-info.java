/// `./reckon bench seed`: the table by which the first attempt at this system was judged.
@NullMarked
package dev.reckon.bench.seed;

import org.jspecify.annotations.NullMarked;
