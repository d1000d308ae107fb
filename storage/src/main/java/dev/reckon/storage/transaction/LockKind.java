package dev.reckon.storage.transaction;

/// What can be locked, and which modes exclude each other there. A mode is a number from 0.
public enum LockKind {
    /// Modes in the order of PostgreSQL's table "Conflicting Row-Level Locks": key share, share, no
    /// key update, update.
    ROW(0, 4, 0x0F_0E_0C_08L),
    /// Modes in the order of PostgreSQL's table "Conflicting Lock Modes": access share, row share,
    /// row exclusive, share update exclusive, share, share row exclusive, exclusive, access
    /// exclusive.
    TABLE(1, 8, 0xFF_FE_FC_EC_F8_F0_C0_80L),
    /// Names that are not tables: share and exclusive.
    NAME(2, 2, 0x03_02L),
    /// Segments that a transaction has loaded and not committed, for those who wait for it: share
    /// and exclusive.
    LOAD(3, 2, 0x03_02L),
    /// Numbers that applications give a meaning: share and exclusive.
    ADVISORY(4, 2, 0x03_02L),
    /// Pairs of such numbers.
    ADVISORY_PAIR(5, 2, 0x03_02L);

    private static final long ADVISORY_SALT = 0x5851F42D4C957F2DL;
    private static final long ADVISORY_PAIR_SALT = 0x14057B7EF767814FL;

    private final int number;
    private final int modeCount;

    /// A byte for each mode, the first in the lowest: the modes that exclude it, bit by number.
    private final long conflicts;

    LockKind(int number, int modeCount, long conflicts) {
        this.number = number;
        this.modeCount = modeCount;
        this.conflicts = conflicts;
    }

    /// Returns the set of modes, bit by number, that exclude a mode.
    int conflicts(int mode) {
        return (int) (conflicts >>> (8 * mode)) & 0xFF;
    }

    /// Returns whether modes held make a further one needless.
    boolean covers(int held, int mode) {
        // Each mode of a row excludes what the weaker ones exclude.
        return this == ROW ? held >= 1 << mode : (held & 1 << mode) != 0;
    }

    /// Returns the mode that excludes all.
    public int exclusiveMode() {
        return modeCount - 1;
    }

    /// Returns how many sets of modes there are.
    int modeSetCount() {
        return 1 << modeCount;
    }

    /// Returns a number for what is locked. Two things with one number exclude each other without
    /// need, which costs a wait and is never wrong; of 64 bits, that is not seen in practice.
    public long hash(long id) {
        return mix(id * 4 + number);
    }

    /// Returns what has a number: the id of [#hash], or the application's own number.
    long id(long hash) {
        return switch (this) {
            case ADVISORY -> unmix(hash) ^ ADVISORY_SALT;
            case ADVISORY_PAIR -> unmix(hash) ^ ADVISORY_PAIR_SALT;
            case ROW, TABLE, NAME, LOAD -> (unmix(hash) - number) / 4;
        };
    }

    /// Returns a number for a key of a table, as [#hash(long)] does.
    ///
    /// @param code the first eight bytes of the key
    static long rowHash(long tableId, long code, byte[] key) {
        long hash = mix(tableId ^ 0x9E3779B97F4A7C15L) + code;
        if (key.length != Long.BYTES) {
            for (int i = Long.BYTES; i < key.length; i++) {
                hash = (hash ^ key[i]) * 0x100000001B3L;
                hash ^= hash >>> 29;
            }
            hash += key.length;
        }
        return mix(hash);
    }

    /// Returns a number for an advisory lock, as [#hash(long)] does.
    static long advisoryHash(long number, boolean isPair) {
        return mix(number ^ (isPair ? ADVISORY_PAIR_SALT : ADVISORY_SALT));
    }

    /// The finalizer of SplitMix64: a bijection in which every bit depends on every other.
    private static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /// Undoes [#mix]: the factors are the inverses of those there, modulo 2 to the power of 64.
    private static long unmix(long mixed) {
        long number = (mixed ^ mixed >>> 31 ^ mixed >>> 62) * 0x319642B2D24D8EC3L;
        number = (number ^ number >>> 27 ^ number >>> 54) * 0x96DE1B173F119089L;
        return number ^ number >>> 30 ^ number >>> 60;
    }
}
