/// Sockets: PostgreSQL wire protocol, REST and the web console.
module dev.reckon.server {
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;
    requires transitive dev.reckon.sql;
    requires com.fasterxml.jackson.core;
    requires java.management;
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.net;

    exports dev.reckon.server;
}
