import CICal

/// The one owner of libical's components; no pointer leaves this file.
@safe struct ICalendar: ~Copyable {
    private let root: Part

    init(_ text: HolidayText) throws(HolidayFileError) {
        // By default libical ends the process when it meets what it does not expect.
        icalerror_set_errors_are_fatal(0)
        let characters = (text.bytes + [0]).map(CChar.init(bitPattern:))
        guard let parsed = unsafe icalparser_parse_string(characters) else { throw .notICalendar }
        root = unsafe Part(parsed)
    }

    deinit { unsafe icalcomponent_free(root.pointer) }

    /// The events of all calendars of the file, in order.
    func events(years: ClosedRange<Int>) throws(HolidayFileError) -> [HolidayEvent] {
        var events: [HolidayEvent] = []
        let limit = RepetitionLimit()
        for calendar in root.components(ICAL_VCALENDAR_COMPONENT) + [root] {
            for component in calendar.components(ICAL_VEVENT_COMPONENT) {
                let reader = EventReader(component: component, number: events.count + 1)
                var event = try reader.event()
                // An event may reach from the year before into the first.
                event.begins += try reader.repetitions(until: years.upperBound, limit)
                    .filter { $0.roughYear >= years.lowerBound - 2 }
                events.append(event)
            }
        }
        return events
    }
}

/// Reads one event, the file's so many-th.
private struct EventReader {
    let component: Part
    let number: Int

    func event() throws(HolidayFileError) -> HolidayEvent {
        try checkErrors()
        guard let start = try times(ICAL_DTSTART_PROPERTY, "DTSTART").first else {
            throw .badEvent(number, field: "DTSTART")
        }
        var event = HolidayEvent(start: start)
        event.uid = component.properties(ICAL_UID_PROPERTY).first?.text ?? ""
        event.isCancelled = component.properties(ICAL_STATUS_PROPERTY).first?.text.uppercased() == "CANCELLED"
        event.end = try times(ICAL_DTEND_PROPERTY, "DTEND").first
        event.duration = component.properties(ICAL_DURATION_PROPERTY).first?.duration
        event.replaces = try times(ICAL_RECURRENCEID_PROPERTY, "RECURRENCE-ID").first
        event.excluded = try times(ICAL_EXDATE_PROPERTY, "EXDATE")
        event.begins = try [start] + times(ICAL_RDATE_PROPERTY, "RDATE")
        return event
    }

    /// The begins that the event's rules make, up to the end of a year.
    func repetitions(until year: Int, _ limit: RepetitionLimit) throws(HolidayFileError) -> [HolidayTime] {
        var begins: [HolidayTime] = []
        guard let start = component.properties(ICAL_DTSTART_PROPERTY).first else { return [] }
        for rule in component.properties(ICAL_RRULE_PROPERTY) {
            guard limit.allowsAnother() else { throw .endlessEvent(number) }
            guard let iterator = unsafe aftersail_ical_iterator(rule.pointer, start.pointer) else {
                throw .badEvent(number, field: "RRULE")
            }
            defer { unsafe icalrecur_iterator_free(iterator) }
            while let next = unsafe HolidayTime(aftersail_ical_next(iterator)), next.roughYear <= year {
                guard limit.allowsAnother() else { throw .endlessEvent(number) }
                begins.append(next)
            }
        }
        return begins
    }

    /// libical drops a field that it cannot read and leaves a note; a dropped date must not pass for none.
    private func checkErrors() throws(HolidayFileError) {
        let notes = component.properties(ICAL_XLICERROR_PROPERTY).map(\.text)
        for field in ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"] {
            if notes.contains(where: { $0.contains(field) }) { throw .badEvent(number, field: field) }
        }
    }

    private func times(_ kind: icalproperty_kind, _ field: String) throws(HolidayFileError) -> [HolidayTime] {
        var times: [HolidayTime] = []
        for property in component.properties(kind) {
            guard let time = unsafe HolidayTime(aftersail_ical_property_time(property.pointer)) else {
                throw .badEvent(number, field: field)
            }
            times.append(time)
        }
        return times
    }
}

/// A component or a property; lives as long as its file.
@safe private struct Part {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    var text: String {
        guard let value = unsafe icalproperty_get_value_as_string(pointer) else { return "" }
        return unsafe String(cString: value)
    }

    /// Seconds; below 0 when it cannot be followed.
    var duration: Int { unsafe Int(aftersail_ical_duration(pointer)) }

    func components(_ kind: icalcomponent_kind) -> [Part] {
        var found: [Part] = []
        var next = unsafe icalcomponent_get_first_component(pointer, kind)
        while let component = unsafe next {
            found.append(unsafe Part(component))
            unsafe next = icalcomponent_get_next_component(pointer, kind)
        }
        return found
    }

    func properties(_ kind: icalproperty_kind) -> [Part] {
        var found: [Part] = []
        var next = unsafe icalcomponent_get_first_property(pointer, kind)
        while let property = unsafe next {
            found.append(unsafe Part(property))
            unsafe next = icalcomponent_get_next_property(pointer, kind)
        }
        return found
    }
}

extension HolidayTime {
    fileprivate init?(_ flat: aftersail_ical_time) {
        switch flat.kind {
        case 1: self.init(kind: .date, seconds: Int(flat.seconds))
        case 2: self.init(kind: .wallClock, seconds: Int(flat.seconds))
        case 3: self.init(kind: .utc, seconds: Int(flat.seconds))
        default: return nil
        }
    }
}
