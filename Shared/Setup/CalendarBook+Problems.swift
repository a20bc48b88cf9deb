import BusinessTime
public import FoundationEssentials

extension CalendarBook {
    /// Everything that keeps the book from being loaded at this instant; empty when it is sound.
    public func problems(at now: Date) -> [SetupProblem] {
        var found: [SetupProblem] = []
        for (name, definition) in calendars.sorted(by: { $0.key < $1.key }) {
            do throws(CalendarError) {
                _ = try WorkCalendar(definition, mustOpenAfter: now)
            } catch {
                found.append(SetupProblem("calendars.\(name)", error.description))
            }
        }
        for (place, name) in [("standard", standard)]
            + countries.map({ ("countries.\($0.key)", $0.value) }).sorted(by: { $0.0 < $1.0 })
        {
            if definition(name) == nil {
                found.append(SetupProblem(place, "there is no calendar '\(name)'; define it or name another"))
            }
        }
        for country in countries.keys.sorted() where !Organisation.isCountry(country) {
            found.append(SetupProblem("countries.\(country)", "this is no country; write two capital letters"))
        }
        return found
    }
}
