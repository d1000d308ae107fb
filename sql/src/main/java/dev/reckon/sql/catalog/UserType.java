package dev.reckon.sql.catalog;

import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;
import java.util.Optional;

/// A type made by CREATE TYPE or CREATE DOMAIN.
public sealed interface UserType extends CatalogObject {
    /// Returns the oid of the array of this type.
    int arrayOid();

    /// Returns the type itself.
    DataType dataType();

    /// Returns the types that this brings, without their arrays.
    default List<DataType> dataTypes() {
        return List.of(dataType());
    }

    /// Returns this with another header.
    UserType withHeader(Header newHeader);

    /// An enum: its values are held as the codes of its labels, which are in order.
    record Enumeration(Header header, int arrayOid, List<Label> labels) implements UserType {
        public Enumeration {
            labels = List.copyOf(labels);
        }

        @Override
        public DataType dataType() {
            return new DataType(
                    (int) oid(),
                    name(),
                    Identifiers.quote(name()),
                    TypeCategory.ENUM,
                    false,
                    PhysicalType.INT4,
                    4,
                    0,
                    arrayOid);
        }

        @Override
        public Enumeration withHeader(Header newHeader) {
            return new Enumeration(newHeader, arrayOid, labels);
        }
    }

    /// A label of an enum.
    ///
    /// @param oid as in `pg_enum`
    /// @param code what a value of the enum is held as
    /// @param order as in `pg_enum`
    record Label(long oid, String text, int code, float order) {}

    /// A domain.
    record Domain(
            Header header,
            int arrayOid,
            DataType base,
            int modifier,
            boolean notNull,
            Optional<String> defaultText,
            List<DomainConstraint> constraints)
            implements UserType {
        public Domain {
            constraints = List.copyOf(constraints);
        }

        @Override
        public DataType dataType() {
            return new DataType(
                    (int) oid(),
                    name(),
                    Identifiers.quote(name()),
                    base.category(),
                    false,
                    base.physical(),
                    base.byteLength(),
                    base.elementOid(),
                    arrayOid);
        }

        @Override
        public Domain withHeader(Header newHeader) {
            return new Domain(
                    newHeader, arrayOid, base, modifier, notNull, defaultText, constraints);
        }
    }

    /// CHECK of a domain, as SQL over `VALUE`.
    record DomainConstraint(long oid, String name, String text, boolean validated) {}

    /// A composite type.
    record Composite(Header header, int arrayOid, List<TableColumn> columns) implements UserType {
        public Composite {
            columns = List.copyOf(columns);
        }

        @Override
        public DataType dataType() {
            return ofRow((int) oid(), name(), arrayOid);
        }

        @Override
        public Composite withHeader(Header newHeader) {
            return new Composite(newHeader, arrayOid, columns);
        }
    }

    /// A range type, which brings its multirange.
    record Range(Header header, int arrayOid, DataType subtype, Multirange multirange)
            implements UserType {
        @Override
        public DataType dataType() {
            return new DataType(
                    (int) oid(),
                    name(),
                    Identifiers.quote(name()),
                    TypeCategory.RANGE,
                    false,
                    PhysicalType.OBJECT,
                    -1,
                    subtype.oid(),
                    arrayOid);
        }

        /// Returns the type of sets of these ranges.
        public DataType multirangeType() {
            return new DataType(
                    multirange.oid(),
                    multirange.name(),
                    Identifiers.quote(multirange.name()),
                    TypeCategory.MULTIRANGE,
                    false,
                    PhysicalType.OBJECT,
                    -1,
                    (int) oid(),
                    multirange.arrayOid());
        }

        @Override
        public List<DataType> dataTypes() {
            return List.of(dataType(), multirangeType());
        }

        @Override
        public Range withHeader(Header newHeader) {
            return new Range(newHeader, arrayOid, subtype, multirange);
        }
    }

    /// What `pg_type` says of the multirange of a range; it has the range's schema and owner.
    record Multirange(int oid, String name, int arrayOid) {}

    /// Makes the type of a row.
    static DataType ofRow(int oid, String name, int arrayOid) {
        return new DataType(
                oid,
                name,
                Identifiers.quote(name),
                TypeCategory.COMPOSITE,
                false,
                PhysicalType.OBJECT,
                -1,
                0,
                arrayOid);
    }
}
