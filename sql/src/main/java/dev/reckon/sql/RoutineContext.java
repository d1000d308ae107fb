package dev.reckon.sql;

import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.procedural.Frame;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls of routines that run in a session, innermost last: with whose rights, by which search
/// path, over which snapshot. For the session's thread.
final class RoutineContext {
    /// Each level takes some kilobytes of the thread's stack.
    private static final int DEPTH_MAX = 700;

    private final Session session;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Frame> frames = new ArrayDeque<>();

    /// What was bound is right for as long as these objects stay, one for each circumstance.
    private final Map<Circumstance, Object> states = new HashMap<>();

    private Circumstance circumstance = Circumstance.NONE;
    private Object state = new Object();

    /// The snapshot of the statement that runs, for functions that see what it sees.
    private Optional<Snapshot> ofStatement = Optional.empty();

    /// What the statements of the innermost call see; empty for a new snapshot each.
    private Optional<Snapshot> pins = Optional.empty();

    /// Whether COMMIT and ROLLBACK are refused.
    private boolean isAtomic = true;

    /// What a call changes of who the user is, and of where names are looked up.
    private record Circumstance(Optional<String> definer, Optional<List<String>> path) {
        static final Circumstance NONE = new Circumstance(Optional.empty(), Optional.empty());
    }

    /// A call under way: what it must be left with.
    private record Call(
            Circumstance before,
            Optional<Snapshot> seen,
            Optional<Snapshot> pinned,
            boolean isReadOnly,
            boolean wasAtomic) {}

    RoutineContext(Session session) {
        this.session = session;
    }

    /// Returns the owner of the innermost SECURITY DEFINER function.
    Optional<String> definer() {
        return circumstance.definer;
    }

    /// Returns the schemas in which the innermost function has names looked up, when it says so.
    Optional<List<String>> path() {
        return circumstance.path;
    }

    /// Returns an object that is another one when what was bound may be wrong.
    Object state() {
        return state;
    }

    /// Notes that the catalog or a setting has changed.
    void changed() {
        states.clear();
        state = states.computeIfAbsent(circumstance, _ -> new Object());
    }

    private void be(Circumstance next) {
        if (!next.equals(circumstance)) {
            circumstance = next;
            state = states.computeIfAbsent(circumstance, _ -> new Object());
        }
    }

    /// Begins a call; [#leave] ends it.
    ///
    /// @param atomic whether it may not end the transaction
    /// @throws DatabaseException 54001 when calls are nested too deeply
    void enter(Routine routine, boolean atomic) {
        if (calls.size() >= DEPTH_MAX) {
            throw tooDeep();
        }
        Optional<String> definer =
                routine.securityDefiner()
                        ? session.catalog().role(routine.header().ownerOid()).map(Role::name)
                        : circumstance.definer;
        Optional<List<String>> path =
                routine.header()
                        .option("search_path")
                        .map(RoutineContext::schemas)
                        .or(() -> circumstance.path);
        boolean isReadOnly = routine.volatility() != Volatility.VOLATILE && !routine.procedure();
        calls.push(new Call(circumstance, ofStatement, pins, isReadOnly, isAtomic));
        isAtomic = atomic || routine.securityDefiner();
        be(new Circumstance(definer, path));
        pins = isReadOnly ? ofStatement : Optional.empty();
        ofStatement = pins;
    }

    private static List<String> schemas(String text) {
        var schemas = new ArrayList<String>();
        for (String each : text.split(",", -1)) {
            String name = each.strip().replaceAll("^\"|\"$", "");
            if (!name.isEmpty()) {
                schemas.add(name);
            }
        }
        return schemas;
    }

    static DatabaseException tooDeep() {
        return new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                .withHint("Calls of functions can be nested " + DEPTH_MAX + " levels deep.");
    }

    void leave() {
        Call call = calls.pop();
        pins = call.pinned;
        ofStatement = call.seen;
        isAtomic = call.wasAtomic;
        be(call.before);
    }

    /// Returns the snapshot that statements see; empty for a new one each.
    Optional<Snapshot> pinned() {
        return pins;
    }

    /// Returns whether a function runs that may not change anything.
    boolean isReadOnly() {
        Call call = calls.peek();
        return call != null && call.isReadOnly;
    }

    boolean isAtomic() {
        return isAtomic;
    }

    boolean isInside() {
        return !calls.isEmpty();
    }

    /// Says which snapshot the statement has that runs now, and returns that of the one before.
    Optional<Snapshot> see(Optional<Snapshot> snapshot) {
        Optional<Snapshot> before = ofStatement;
        ofStatement = snapshot;
        return before;
    }

    void push(Frame frame) {
        frames.push(frame);
    }

    void pop() {
        frames.pop();
    }

    /// Returns the lines of a context, innermost first.
    String lines() {
        var lines = new ArrayList<String>();
        for (Frame frame : frames) {
            frame.statement().ifPresent(lines::add);
            lines.add(frame.contextLine());
        }
        return String.join("\n", lines);
    }

    /// Returns the path in which names are looked up.
    SearchPath searchPath(SearchPath ofSession) {
        return path().map(schemas ->
                        new SearchPath(schemas, ofSession.temporary(), ofSession.closed()))
                .orElse(ofSession);
    }
}
