/// Small files in the manner of the programs that people export holidays from.
enum SampleFiles {
    /// All-day events that are free time, with empty fields and a folded line.
    static let google = lines(
        #"""
        BEGIN:VCALENDAR
        PRODID:-//Google Inc//Google Calendar 70.9054//EN
        VERSION:2.0
        X-WR-CALNAME:Feiertage in Deutschland
        X-WR-TIMEZONE:UTC
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261003
        DTEND;VALUE=DATE:20261004
        DTSTAMP:20261122T101500Z
        UID:20261003_aaa@google.com
        CLASS:PUBLIC
        DESCRIPTION:
        LOCATION:
        STATUS:CONFIRMED
        SUMMARY:Tag der Deutschen Einheit
        TRANSP:TRANSPARENT
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261224
        DTEND;VALUE=DATE:20261227
        UID:20261224_bbb@google.com
        DESCRIPTION:Weihnachten\, über
          drei Tage
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR
        """#
    )

    /// Midnights of a zone with a Windows name, an event in UTC, and an afternoon.
    static let outlook = lines(
        """
        BEGIN:VCALENDAR
        PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
        VERSION:2.0
        METHOD:PUBLISH
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16011028T030000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010325T020000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        CLASS:PUBLIC
        DTSTART;TZID="W. Europe Standard Time":20261225T000000
        DTEND;TZID="W. Europe Standard Time":20261227T000000
        SUMMARY;LANGUAGE=de:Betriebsruhe
        UID:040000008200E00074C5B7101A82E008
        X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
        X-MICROSOFT-CDO-BUSYSTATUS:OOF
        END:VEVENT
        BEGIN:VEVENT
        DTSTART:20270331T220000Z
        DTEND:20270401T220000Z
        UID:040000008200E00074C5B7101A82E009
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;TZID="W. Europe Standard Time":20261223T140000
        DTEND;TZID="W. Europe Standard Time":20261223T180000
        SUMMARY:Feier
        UID:040000008200E00074C5B7101A82E010
        END:VEVENT
        END:VCALENDAR
        """
    )

    /// Yearly rules with exceptions, one repetition moved, one cancelled; a date whose end is its begin.
    static let apple = lines(
        """
        BEGIN:VCALENDAR
        PRODID:-//Apple Inc.//macOS 15.1//EN
        VERSION:2.0
        CALSCALE:GREGORIAN
        X-APPLE-CALENDAR-COLOR:#FF2968
        BEGIN:VEVENT
        UID:8D2B-1
        DTSTART;VALUE=DATE:20200501
        DTEND;VALUE=DATE:20200501
        RRULE:FREQ=YEARLY;UNTIL=20280501
        EXDATE;VALUE=DATE:20270501
        TRANSP:OPAQUE
        SEQUENCE:0
        END:VEVENT
        BEGIN:VEVENT
        UID:8D2B-2
        DTSTART;VALUE=DATE:20251127
        DURATION:P1D
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3
        END:VEVENT
        BEGIN:VEVENT
        UID:8D2B-3
        DTSTART;VALUE=DATE:20250106
        RRULE:FREQ=YEARLY;COUNT=4
        END:VEVENT
        BEGIN:VEVENT
        UID:8D2B-3
        RECURRENCE-ID;VALUE=DATE:20270106
        DTSTART;VALUE=DATE:20270108
        END:VEVENT
        BEGIN:VEVENT
        UID:8D2B-3
        RECURRENCE-ID;VALUE=DATE:20280106
        DTSTART;VALUE=DATE:20280106
        STATUS:CANCELLED
        END:VEVENT
        END:VCALENDAR
        """
    )

    /// One event in a file of nobody's, its fields separated by spaces.
    static func single(_ fields: String) -> [UInt8] {
        let event = fields.split(separator: " ").joined(separator: "\n")
        return lines("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n\(event)\nEND:VEVENT\nEND:VCALENDAR")
    }

    private static func lines(_ text: String) -> [UInt8] {
        Array((text + "\n").replacing("\n", with: "\r\n").utf8)
    }
}
