/// TLS for both protocols: a certificate from files, or one made at the first start.
@NullMarked
package dev.reckon.server.tls;

import org.jspecify.annotations.NullMarked;
