/// What concurrent clients saw of each other, searched for anomalies of isolation.
@NullMarked
package dev.reckon.tests.isolation;

import org.jspecify.annotations.NullMarked;
