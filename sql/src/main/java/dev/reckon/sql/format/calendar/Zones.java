package dev.reckon.sql.format.calendar;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Time zones by name, abbreviation or offset, and what they do to timestamps.
public final class Zones {
    private static final int SECONDS_PER_HOUR = 3600;

    /// PostgreSQL's default abbreviations, in seconds east of UTC.
    private static final Map<String, Integer> ABBREVIATIONS = new HashMap<>();

    static {
        String list =
                "acdt 10.5 acsst 10.5 acst 9.5 act -5 adt -3 aesst 11 aest 10 aft 4.5 akdt -8 akst -9"
                        + " almst 7 almt 6 amst 5 amt -4 art -3 ast -4 awsst 9 awst 8 azot -1 azst -1"
                        + " bdst 2 bdt 6 bnt 8 bort 8 bot -4 bra -3 bst 1 btt 6 cadt 10.5 cast 9.5 cct 8"
                        + " cdt -5 cest 2 cet 1 cetdst 2 chadt 13.75 chast 12.75 clst -3 cot -5 cst -6"
                        + " cxt 7 davt 7 ddut 10 east -6 easst -6 eat 3 edt -4 eest 3 eet 2 eetdst 3"
                        + " egst 0 egt -1 est -5 fet 3 fjst 13 fjt 12 fkst -3 fkt -4 fnst -1 fnt -2 galt"
                        + " -6 gamt -9 gest 4 get 4 gft -3 gilt 12 gmt 0 gyt -4 hkt 8 hst -10 ict 7 idt 3"
                        + " iot 6 irkst 9 irkt 8 irt 3.5 ist 2 javt 7 jst 9 kdt 10 kgst 6 kgt 6 kost 11"
                        + " krast 7 krat 7 kst 9 lhdt 11 lhst 10.5 ligt 10 lint 14 lkt 5.5 magst 12 magt"
                        + " 11 mart -9.5 mawt 5 mdt -6 mest 2 mesz 2 met 1 metdst 2 mez 1 mht 12 mmt 6.5"
                        + " mpt 10 msd 4 msk 3 mst -7 mut 4 mvt 5 myt 8 ndt -2.5 nft -2.5 novst 7 novt 7"
                        + " npt 5.75 nst -3.5 nut -11 nzdt 13 nzst 12 nzt 12 omsst 7 omst 6 paat -4 pdt"
                        + " -7 pet -5 petst 13 pett 12 pgt 10 phot 13 pht 8 pkst 6 pkt 5 pmdt -2 pmst -3"
                        + " pont 11 pst -8 pwt 9 pyst -3 pyt -4 ret 4 sadt 10.5 sast 2 sct 4 sgt 8 taht"
                        + " -10 tft 5 tjt 5 tkt 13 tmt 5 tot 13 trut 10 tvt 12 uct 0 ulast 9 ulat 8 ut 0"
                        + " utc 0 uyst -2 uyt -3 uzst 6 uzt 5 vet -4 vlast 11 vlat 10 volt 3 vut 11 wadt"
                        + " 8 wakt 12 wast 7 wat 1 wdt 9 west 1 wet 0 wetdst 1 wft 12 wgst -2 wgt -3 xjt"
                        + " 6 yakst 10 yakt 9 yapt 10 yekst 6 yekt 5 z 0 zulu 0";
        String[] words = list.split(" +");
        for (int i = 0; i < words.length; i += 2) {
            ABBREVIATIONS.put(
                    words[i], (int) (Double.parseDouble(words[i + 1]) * SECONDS_PER_HOUR));
        }
    }

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

    /// Finds a zone as a text with a time names it: by its abbreviation (`CET`), its full name
    /// (`Europe/Paris`), or in POSIX's form (`UTC+3`, west of Greenwich).
    public static Optional<Zone> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("utc")) {
            return Optional.of(Zone.UTC);
        }
        String changing = DYNAMIC.get(lower);
        if (changing != null) {
            return Optional.of(new NamedZone(ZoneId.of(changing)));
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
