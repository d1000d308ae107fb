package dev.reckon.sql.format.calendar;

import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Time zones by name, abbreviation or offset, and what they do to timestamps.
public final class Zones {
    private static final int SECONDS_PER_HOUR = 3600;

    /// PostgreSQL's default abbreviations, in seconds east of UTC, by name in lower case.
    private static final Map<String, Integer> ABBREVIATIONS = new TreeMap<>();

    static {
        String list =
                "acdt 10.5 acsst 10.5 acst 9.5 act -5 acwst 8.75 adt -3 aedt 11 aesst 11"
                        + " aest 10 aft 4.5 akdt -8 akst -9 almst 7 almt 6 amst 4 amt -4 anast 12 anat 12"
                        + " arst -3 art -3 ast -4 awsst 9 awst 8 azost 0 azot -1 azst 4 azt 4 bdst 2 bdt 6"
                        + " bnt 8 bort 8 bot -4 bra -3 brst -2 brt -3 bst 1 btt 6 cadt 10.5 cast 9.5 cct 8"
                        + " cdt -5 cest 2 cet 1 cetdst 2 chadt 13.75 chast 12.75 chut 10 ckt -10 clst -3"
                        + " clt -3 cot -5 cst -6 cxt 7 davt 7 ddut 10 easst -5 east -5 eat 3 edt -4 eest 3"
                        + " eet 2 eetdst 3 egst 0 egt -1 est -5 fet 3 fjst 13 fjt 12 fkst -3 fkt -3"
                        + " fnst -1 fnt -2 galt -6 gamt -9 gest 4 get 4 gft -3 gilt 12 gmt 0 gyt -4 hkt 8"
                        + " hst -10 ict 7 idt 3 iot 6 irkst 8 irkt 8 irt 3.5 ist 2 jayt 9 jst 9 kdt 10"
                        + " kgst 6 kgt 6 kost 11 krast 7 krat 7 kst 9 lhdt 11 lhst 10.5 ligt 10 lint 14"
                        + " lkt 5.5 magst 11 magt 11 mart -9.5 mawt 5 mdt -6 mest 2 mesz 2 met 1 metdst 2"
                        + " mez 1 mht 12 mmt 6.5 mpt 10 msd 4 msk 3 mst -7 must 5 mut 4 mvt 5 myt 8"
                        + " ndt -2.5 nft -3.5 novst 7 novt 7 npt 5.75 nst -3.5 nut -11 nzdt 13 nzst 12"
                        + " nzt 12 omsst 6 omst 6 pdt -7 pet -5 petst 12 pett 12 pgt 10 pht 8 pkst 6 pkt 5"
                        + " pmdt -2 pmst -3 pont 11 pst -8 pwt 9 pyst -3 pyt -3 ret 4 sadt 10.5 sast 2"
                        + " sct 4 sgt 8 taht -10 tft 5 tjt 5 tkt 13 tmt 5 tot 13 trut 10 tvt 12 uct 0"
                        + " ulast 9 ulat 8 ut 0 utc 0 uyst -2 uyt -3 uzst 6 uzt 5 vet -4 vlast 10 vlat 10"
                        + " volt 3 vut 11 wadt 8 wakt 12 wast 7 wat 1 wdt 9 wet 0 wetdst 1 wft 12 wgst -2"
                        + " wgt -3 xjt 6 yakst 9 yakt 9 yapt 10 yekst 6 yekt 5 z 0 zulu 0";
        String[] words = list.split(" +");
        for (int i = 0; i < words.length; i += 2) {
            ABBREVIATIONS.put(
                    words[i], (int) (Double.parseDouble(words[i + 1]) * SECONDS_PER_HOUR));
        }
    }

    /// The abbreviations of summer time.
    private static final Set<String> SUMMER =
            Set.of(
                    ("acdt acsst adt aedt aesst akdt almst awsst azost bdst brst bst cadt cdt cest"
                                    + " cetdst chadt clst clt easst east edt eest eetdst egst fjst fnst idt kdt kgst"
                                    + " lhdt mdt mest mesz metdst msd must ndt nzdt pdt pkst pmdt pyst sadt ulast uyst"
                                    + " uzst wadt wdt wetdst wgst yekst")
                            .split(" "));

    /// Abbreviations whose offset has changed: they mean what the zone had at the time.
    private static final Map<String, String> DYNAMIC = Map.of("msk", "Europe/Moscow");

    /// Zones of the time zone database that the JDK does not list, with their hours.
    private static final Map<String, Integer> FIXED = Map.of("est", -5, "mst", -7, "hst", -10);

    /// Other names of all zones: no second of theirs is a leap second here.
    private static final String ALIASES = "^(posix|right)/";

    private static final Map<String, ZoneId> BY_LOWER_NAME = new HashMap<>();

    static {
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!id.startsWith("SystemV/")) {
                BY_LOWER_NAME.put(id.toLowerCase(Locale.ROOT), ZoneId.of(id));
            }
        }
    }

    private Zones() {}

    /// Returns the offset of an abbreviation in seconds east of UTC.
    public static Optional<Integer> abbreviation(String name) {
        return Optional.ofNullable(ABBREVIATIONS.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Returns all abbreviations, in lower case, with their offsets in seconds east of UTC.
    public static Map<String, Integer> abbreviations() {
        return Collections.unmodifiableMap(ABBREVIATIONS);
    }

    /// Returns whether an abbreviation in lower case is one of summer time.
    public static boolean isSummer(String abbreviation) {
        return SUMMER.contains(abbreviation);
    }

    /// Returns the zones of the time zone database, by name.
    public static SortedMap<String, NamedZone> named() {
        SortedMap<String, NamedZone> zones = new TreeMap<>();
        BY_LOWER_NAME.values().forEach(id -> zones.put(id.getId(), new NamedZone(id)));
        return zones;
    }

    /// Finds a zone as a text with a time names it: by its abbreviation (`CET`), its full name
    /// (`Europe/Paris`), or in POSIX's form (`UTC+3`, west of Greenwich).
    public static Optional<Zone> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("utc")) {
            return Optional.of(Zone.UTC);
        }
        String changing = DYNAMIC.get(lower);
        if (changing != null) {
            return Optional.of(new ChangingZone(new NamedZone(ZoneId.of(changing))));
        }
        Integer offset = ABBREVIATIONS.get(lower);
        return offset != null
                ? Optional.of(new FixedZone(offset, name.toUpperCase(Locale.ROOT)))
                : ofSetting(name);
    }

    /// Finds a zone as the setting TimeZone names it: by its full name or in POSIX's form.
    public static Optional<Zone> ofSetting(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst(ALIASES, "");
        ZoneId id = BY_LOWER_NAME.get(lower);
        if (id != null) {
            return Optional.of(lower.equals("utc") ? Zone.UTC : new NamedZone(id));
        }
        Integer fixed = FIXED.get(lower);
        return fixed != null
                ? Optional.of(
                        new FixedZone(fixed * SECONDS_PER_HOUR, lower.toUpperCase(Locale.ROOT)))
                : PosixZoneParser.parse(name.toUpperCase(Locale.ROOT));
    }

    /// Returns how SHOW writes the name of a zone that was given in any case.
    public static String canonical(String name) {
        ZoneId id = BY_LOWER_NAME.get(name.toLowerCase(Locale.ROOT));
        return id != null ? id.getId() : name.toUpperCase(Locale.ROOT);
    }

    /// Reads `[+-]hh[:mm[:ss]]` or `[+-]hhmm` in seconds.
    public static Optional<Integer> offset(String text) {
        int i = 0;
        int sign = 1;
        if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            sign = text.charAt(i) == '-' ? -1 : 1;
            i++;
        }
        String[] parts = text.substring(i).split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty() || parts[0].length() > 6) {
            return Optional.empty();
        }
        int[] numbers = new int[3];
        for (int part = 0; part < parts.length; part++) {
            if (parts[part].isEmpty() || !parts[part].chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            numbers[part] = Integer.parseInt(parts[part]);
        }
        if (parts.length == 1 && parts[0].length() > 2) {
            int digits = numbers[0];
            if (parts[0].length() > 4) {
                numbers[2] = digits % 100;
                digits /= 100;
            }
            numbers[1] = digits % 100;
            numbers[0] = digits / 100;
        }
        if (numbers[0] > 15 || numbers[1] > 59 || numbers[2] > 59) {
            return Optional.empty();
        }
        return Optional.of(sign * (numbers[0] * SECONDS_PER_HOUR + numbers[1] * 60 + numbers[2]));
    }

    /// Returns local time from UTC; infinities stay.
    public static long toLocal(long timestamp, Zone zone) {
        return Calendar.isFinite(timestamp)
                ? timestamp + zone.offsetAt(timestamp) * Calendar.MICROS_PER_SECOND
                : timestamp;
    }

    /// Returns UTC from local time; infinities stay.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22008
    public static long toUtc(long local, Zone zone) {
        return Calendar.isFinite(local)
                ? Calendar.checkTimestamp(
                        local - zone.offsetAtLocal(local) * Calendar.MICROS_PER_SECOND)
                : local;
    }
}
