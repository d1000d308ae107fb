/// Internet and hardware addresses, and bit strings.
///
/// In: inet, cidr, macaddr, bit values. Out: the same, texts, numbers, booleans.
@NullMarked
package dev.reckon.sql.function.network;

import org.jspecify.annotations.NullMarked;
