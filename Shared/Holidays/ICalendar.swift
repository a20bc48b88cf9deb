import CICal

/// The one owner of libical's components; no pointer leaves this file.
@safe struct ICalendar: ~Copyable {
    /// Over all events of a file, so that no rule keeps the loader busy.
    static let mostRepetitions = 100_000

    private let root: OpaquePointer

    init(_ text: HolidayText) throws(HolidayFileError) {
        // By default libical ends the process when it meets what it does not expect.
        icalerror_set_errors_are_fatal(0)
        let parsed = unsafe (text.bytes + [0]).withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe $0.baseAddress.flatMap { unsafe icalparser_parse_string($0) } }
        }
        guard let parsed = unsafe parsed else { throw .notICalendar }
        unsafe root = parsed
    }

    deinit { unsafe icalcomponent_free(root) }

    /// The events of all calendars of the file, in order.
    func events(years: ClosedRange<Int>) throws(HolidayFileError) -> [HolidayEvent] {
        var events: [HolidayEvent] = []
        var repetitions = 0
        let calendars = unsafe Self.components(root, ICAL_VCALENDAR_COMPONENT) + [root]
        for unsafe calendar in unsafe calendars {
            for unsafe component in unsafe Self.components(calendar, ICAL_VEVENT_COMPONENT) {
                let number = events.count + 1
                let begins = { (first: HolidayTime) throws(HolidayFileError) in
                    try unsafe Self.begins(component, first: first, number: number, years: years, &repetitions)
                }
                events.append(try unsafe Self.event(component, number: number, begins: begins))
            }
        }
        return events
    }

    private static func event(
        _ component: OpaquePointer,
        number: Int,
        begins: (HolidayTime) throws(HolidayFileError) -> [HolidayTime]
    ) throws(HolidayFileError) -> HolidayEvent {
        try unsafe checkErrors(component, number: number)
        let starts = try unsafe times(component, ICAL_DTSTART_PROPERTY, "DTSTART", number)
        guard let start = starts.first else { throw .badEvent(number, field: "DTSTART") }
        var event = HolidayEvent(start: start)
        event.uid = unsafe text(properties(component, ICAL_UID_PROPERTY).first)
        event.isCancelled = unsafe text(properties(component, ICAL_STATUS_PROPERTY).first).uppercased() == "CANCELLED"
        event.end = try unsafe times(component, ICAL_DTEND_PROPERTY, "DTEND", number).first
        if let length = unsafe properties(component, ICAL_DURATION_PROPERTY).first {
            event.duration = unsafe Int(aftersail_ical_duration(length))
        }
        event.replaces = try unsafe times(component, ICAL_RECURRENCEID_PROPERTY, "RECURRENCE-ID", number).first
        event.excluded = try unsafe times(component, ICAL_EXDATE_PROPERTY, "EXDATE", number)
        let listed = try unsafe times(component, ICAL_RDATE_PROPERTY, "RDATE", number)
        event.begins = try [start] + listed + begins(start)
        return event
    }

    /// The begins that the event's rules make, up to the end of the last year.
    private static func begins(
        _ component: OpaquePointer,
        first: HolidayTime,
        number: Int,
        years: ClosedRange<Int>,
        _ repetitions: inout Int
    ) throws(HolidayFileError) -> [HolidayTime] {
        var begins: [HolidayTime] = []
        let start = unsafe properties(component, ICAL_DTSTART_PROPERTY).first
        for unsafe rule in unsafe properties(component, ICAL_RRULE_PROPERTY) {
            guard let iterator = unsafe aftersail_ical_iterator(rule, start) else {
                throw .badEvent(number, field: "RRULE")
            }
            defer { unsafe icalrecur_iterator_free(iterator) }
            while let next = unsafe time(aftersail_ical_next(iterator)), year(next) <= years.upperBound {
                repetitions += 1
                guard repetitions <= mostRepetitions else { throw .endlessEvent(number) }
                // An event may reach from the year before into the first.
                if year(next) >= years.lowerBound - 2 { begins.append(next) }
            }
        }
        return begins
    }

    /// libical drops a field that it cannot read and leaves a note; a dropped date must not pass for none.
    private static func checkErrors(_ component: OpaquePointer, number: Int) throws(HolidayFileError) {
        for unsafe property in unsafe properties(component, ICAL_XLICERROR_PROPERTY) {
            let note = unsafe text(property)
            for field in ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"] {
                if note.contains(field) { throw .badEvent(number, field: field) }
            }
        }
    }

    private static func times(
        _ component: OpaquePointer,
        _ kind: icalproperty_kind,
        _ field: String,
        _ number: Int
    ) throws(HolidayFileError) -> [HolidayTime] {
        var times: [HolidayTime] = []
        for unsafe property in unsafe properties(component, kind) {
            guard let time = unsafe time(aftersail_ical_property_time(property)) else {
                throw .badEvent(number, field: field)
            }
            times.append(time)
        }
        return times
    }

    private static func time(_ flat: aftersail_ical_time) -> HolidayTime? {
        switch flat.kind {
        case 1: HolidayTime(kind: .date, seconds: Int(flat.seconds))
        case 2: HolidayTime(kind: .wallClock, seconds: Int(flat.seconds))
        case 3: HolidayTime(kind: .utc, seconds: Int(flat.seconds))
        default: nil
        }
    }

    /// Near enough to stop at: a year of 365.2425 days.
    private static func year(_ time: HolidayTime) -> Int { 1970 + HolidayTime.floorDay(time.seconds) * 400 / 146_097 }

    private static func text(_ property: OpaquePointer?) -> String {
        guard let property = unsafe property, let value = unsafe icalproperty_get_value_as_string(property) else {
            return ""
        }
        return unsafe String(cString: value)
    }

    private static func components(_ parent: OpaquePointer, _ kind: icalcomponent_kind) -> [OpaquePointer] {
        var found: [OpaquePointer] = unsafe []
        var next = unsafe icalcomponent_get_first_component(parent, kind)
        while let component = unsafe next {
            unsafe found.append(component)
            unsafe next = icalcomponent_get_next_component(parent, kind)
        }
        return unsafe found
    }

    private static func properties(_ component: OpaquePointer, _ kind: icalproperty_kind) -> [OpaquePointer] {
        var found: [OpaquePointer] = unsafe []
        var next = unsafe icalcomponent_get_first_property(component, kind)
        while let property = unsafe next {
            unsafe found.append(property)
            unsafe next = icalcomponent_get_next_property(component, kind)
        }
        return unsafe found
    }
}
