/// The walls of the code, checked.
@NullMarked
package dev.reckon.tests.architecture;

import org.jspecify.annotations.NullMarked;
