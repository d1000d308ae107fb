/// The README's session on real data.
@NullMarked
package dev.reckon.tests.demo;

import org.jspecify.annotations.NullMarked;
