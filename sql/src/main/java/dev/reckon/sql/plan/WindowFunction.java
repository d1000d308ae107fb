package dev.reckon.sql.plan;

/// The functions that exist over windows only, as in PostgreSQL's chapter "Window Functions".
public enum WindowFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE
}
