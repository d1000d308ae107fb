/// What the server counts about itself, in Prometheus' text format.
@NullMarked
package dev.reckon.server.metrics;

import org.jspecify.annotations.NullMarked;
