package dev.reckon.sql.catalog;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Who may do what with one object: the entries of an `aclitem[]`, in PostgreSQL's order.
/// Immutable.
///
/// What one role got from one other is one entry. The owner may grant everything, without an entry
/// that says so.
///
/// @param ownerOid the owner of the object
public record AccessList(long ownerOid, List<AclEntry> entries) {
    /// All privileges, in the order in which an `aclitem` shows them.
    private static final String ORDER = "arwdDxtXUCTcsA";

    public AccessList {
        entries = List.copyOf(entries);
    }

    /// Returns the list of an object: its own, or that which NULL stands for.
    public static AccessList of(CatalogObject object) {
        Header header = object.header();
        return header.privileges()
                .map(entries -> new AccessList(header.ownerOid(), entries))
                .orElseGet(() -> byDefault(object, header.ownerOid()));
    }

    /// Returns what NULL in the catalog stands for.
    public static AccessList byDefault(CatalogObject object, long ownerOid) {
        return byDefault(letters(object), openLetters(object), ownerOid);
    }

    /// Returns what NULL stands for where an owner has some privileges and PUBLIC others.
    static AccessList byDefault(String letters, String open, long ownerOid) {
        var entries = new ArrayList<AclEntry>();
        if (!open.isEmpty()) {
            entries.add(new AclEntry(0, ownerOid, open, ""));
        }
        entries.add(new AclEntry(ownerOid, ownerOid, letters, ""));
        return new AccessList(ownerOid, entries);
    }

    /// Returns the letters of all privileges that there are for an object.
    public static String letters(CatalogObject object) {
        return switch (object) {
            case Sequence _ -> "rwU";
            case Relation _ -> "arwdDxt";
            case Schema _ -> "UC";
            case DatabaseEntry _ -> "CTc";
            case Routine _ -> "X";
            case UserType _ -> "U";
            case Trigger _, Role _, Comment _, DefaultPrivileges _, Extension _, UserCast _ -> "";
        };
    }

    /// Returns the letters of what everybody may do at first.
    private static String openLetters(CatalogObject object) {
        return switch (object) {
            case Routine _ -> "X";
            case UserType _ -> "U";
            case DatabaseEntry _ -> "Tc";
            default -> "";
        };
    }

    /// Returns whether any of some roles has a privilege.
    public boolean allows(Set<Long> roles, char letter) {
        for (AclEntry entry : entries) {
            if (entry.letters().indexOf(letter) >= 0 && roles.contains(entry.grantee())) {
                return true;
            }
        }
        return false;
    }

    /// Returns the letters that any of some roles may grant on.
    public String grantable(Set<Long> roles, String all) {
        if (roles.contains(ownerOid)) {
            return all;
        }
        String letters = "";
        for (AclEntry entry : entries) {
            if (roles.contains(entry.grantee())) {
                letters = union(letters, entry.grantable());
            }
        }
        return letters;
    }

    /// Returns the list after a GRANT.
    ///
    /// @throws DatabaseException 0LP01 when the grantor would get its own option back
    public AccessList granted(long grantee, long grantor, String letters, boolean option) {
        if (option && grantor != ownerOid) {
            requireNoCircle(grantee, grantor, letters);
        }
        AclEntry known = entry(grantee, grantor);
        return with(
                new AclEntry(
                        grantee,
                        grantor,
                        union(known.letters(), letters),
                        option ? union(known.grantable(), letters) : known.grantable()));
    }

    /// Options must come from the owner, not from themselves.
    private void requireNoCircle(long grantee, long grantor, String letters) {
        AccessList without = this;
        while (true) {
            AclEntry held = null;
            for (AclEntry entry : without.entries) {
                if (entry.grantee() == grantee && !entry.grantable().isEmpty()) {
                    held = entry;
                    break;
                }
            }
            if (held == null) {
                break;
            }
            without = without.revoked(grantee, held.grantor(), held.grantable(), true, true);
        }
        String rest = without.grantable(Set.of(grantor, 0L), ORDER);
        for (int i = 0; i < letters.length(); i++) {
            if (rest.indexOf(letters.charAt(i)) < 0) {
                throw new DatabaseException(
                        SqlState.INVALID_GRANT_OPERATION,
                        "grant options cannot be granted back to your own grantor");
            }
        }
    }

    /// Returns the list after a REVOKE.
    ///
    /// @param optionOnly whether the privileges themselves stay
    /// @param cascade whether what was granted on by the grantee goes too
    /// @throws DatabaseException 2BP01 when it must, and `cascade` is not given
    public AccessList revoked(
            long grantee, long grantor, String letters, boolean optionOnly, boolean cascade) {
        AclEntry known = entry(grantee, grantor);
        String lost = intersection(known.grantable(), letters);
        AccessList changed =
                with(
                        new AclEntry(
                                grantee,
                                grantor,
                                optionOnly ? known.letters() : without(known.letters(), letters),
                                without(known.grantable(), letters)));
        return lost.isEmpty() || grantee == 0
                ? changed
                : changed.withoutAbandoned(grantee, lost, cascade);
    }

    /// Takes back what a role granted that may not grant it any longer.
    private AccessList withoutAbandoned(long grantor, String letters, boolean cascade) {
        if (grantor == ownerOid) {
            return this;
        }
        String gone = without(letters, grantable(Set.of(grantor, 0L), ORDER));
        AccessList changed = this;
        for (AclEntry entry : entries) {
            String abandoned = intersection(entry.letters(), gone);
            if (entry.grantor() != grantor || abandoned.isEmpty()) {
                continue;
            }
            if (!cascade) {
                throw new DatabaseException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "dependent privileges exist")
                        .withHint("Use CASCADE to revoke them too.");
            }
            changed = changed.revoked(entry.grantee(), grantor, abandoned, false, true);
        }
        return changed;
    }

    /// Returns the list without what is granted to or by a role.
    public AccessList without(Set<Long> roles) {
        return new AccessList(
                ownerOid,
                entries.stream().filter(entry -> !roles.contains(entry.grantee())).toList());
    }

    /// Returns the list as it is after another role became the owner.
    public AccessList ownedBy(long newOwnerOid) {
        var changed = new AccessList(newOwnerOid, List.of());
        for (AclEntry entry : entries) {
            long grantee = entry.grantee() == ownerOid ? newOwnerOid : entry.grantee();
            long grantor = entry.grantor() == ownerOid ? newOwnerOid : entry.grantor();
            AclEntry known = changed.entry(grantee, grantor);
            changed =
                    changed.with(
                            new AclEntry(
                                    grantee,
                                    grantor,
                                    union(known.letters(), entry.letters()),
                                    union(known.grantable(), entry.grantable())));
        }
        return changed;
    }

    /// Returns this with the entries of another added.
    public AccessList merged(AccessList other) {
        AccessList merged = this;
        for (AclEntry entry : other.entries) {
            AclEntry known = merged.entry(entry.grantee(), entry.grantor());
            merged =
                    merged.with(
                            new AclEntry(
                                    entry.grantee(),
                                    entry.grantor(),
                                    union(known.letters(), entry.letters()),
                                    union(known.grantable(), entry.grantable())));
        }
        return merged;
    }

    private AclEntry entry(long grantee, long grantor) {
        for (AclEntry entry : entries) {
            if (entry.grantee() == grantee && entry.grantor() == grantor) {
                return entry;
            }
        }
        return new AclEntry(grantee, grantor, "", "");
    }

    private AccessList with(AclEntry changed) {
        var all = new ArrayList<AclEntry>(entries.size() + 1);
        boolean found = false;
        for (AclEntry entry : entries) {
            boolean same =
                    entry.grantee() == changed.grantee() && entry.grantor() == changed.grantor();
            found |= same;
            AclEntry kept = same ? changed : entry;
            if (!kept.letters().isEmpty()) {
                all.add(kept);
            }
        }
        if (!found && !changed.letters().isEmpty()) {
            all.add(changed);
        }
        return new AccessList(ownerOid, all);
    }

    private static String union(String left, String right) {
        var all = new StringBuilder();
        for (int i = 0; i < ORDER.length(); i++) {
            char letter = ORDER.charAt(i);
            if (left.indexOf(letter) >= 0 || right.indexOf(letter) >= 0) {
                all.append(letter);
            }
        }
        return all.toString();
    }

    /// Returns the letters that are in both.
    public static String intersection(String left, String right) {
        var both = new StringBuilder();
        for (int i = 0; i < left.length(); i++) {
            if (right.indexOf(left.charAt(i)) >= 0) {
                both.append(left.charAt(i));
            }
        }
        return both.toString();
    }

    private static String without(String letters, String removed) {
        var rest = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            if (removed.indexOf(letters.charAt(i)) < 0) {
                rest.append(letters.charAt(i));
            }
        }
        return rest.toString();
    }
}
