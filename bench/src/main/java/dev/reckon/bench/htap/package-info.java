/// `./reckon bench htap`: transactions and analytics on the same rows at the same time.
@NullMarked
package dev.reckon.bench.htap;

import org.jspecify.annotations.NullMarked;
