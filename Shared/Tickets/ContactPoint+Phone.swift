extension ContactPoint {
    /// A telephone number as `+` and 7 to 15 digits (ITU-T E.164).
    ///
    /// `country` is the sender's ISO 3166 code and is needed for a national number only; a leading 00, and 011 in North
    /// America, means +. Digits of any script count. Numbers are not checked against any country's numbering plan.
    public static func phone(_ text: String, country: String? = nil) throws(ContactPointError) -> ContactPoint {
        let line = try oneLine(text, .phone)
        let plan = country.flatMap(DialingPlan.init(country:))
        let (digits, isInternational) = try digits(line)
        let number = try international(digits, isInternational, plan)
        guard (7...15).contains(number.count), !number.hasPrefix("0") else {
            throw ContactPointError(kind: .phone, reason: .digitCount)
        }
        return ContactPoint(kind: .phone, value: "+" + number)
    }

    private static func digits(_ line: String) throws(ContactPointError) -> (String, isInternational: Bool) {
        let isInternational = line.hasPrefix("+") || line.hasPrefix("\u{ff0b}")
        let body = isInternational ? withoutTrunkZero(line.dropFirst()) : line
        var digits = ""
        for character in body {
            if let digit = character.wholeNumberValue, (0...9).contains(digit), character.isNumber {
                digits.append(String(digit))
            } else if !isSeparator(character) {
                throw ContactPointError(kind: .phone, reason: .notDigits)
            }
        }
        guard !digits.isEmpty else { throw ContactPointError(kind: .phone, reason: .digitCount) }
        return (digits, isInternational)
    }

    private static func international(
        _ digits: String,
        _ isInternational: Bool,
        _ plan: DialingPlan?
    ) throws(ContactPointError) -> String {
        if isInternational { return digits }
        if digits.hasPrefix("00") { return String(digits.dropFirst(2)) }
        guard let plan else { throw ContactPointError(kind: .phone, reason: .needsCountry) }
        return plan.international(digits)
    }

    /// `+44 (0)20 …`: the zero in brackets is dialled at home only.
    private static func withoutTrunkZero(_ line: Substring) -> String {
        guard let bracket = line.firstIndex(of: "("), line[bracket...].hasPrefix("(0)") else { return String(line) }
        return String(line[..<bracket] + line[bracket...].dropFirst(3))
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "-.()/\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}\u{ff0d}".contains(character)
    }
}
