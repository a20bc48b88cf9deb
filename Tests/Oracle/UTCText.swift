import Glibc

/// An instant as `2024-06-03T07:00:00Z`, by the C library.
struct UTCText: CustomStringConvertible {
    let description: String

    init(_ second: Int) {
        description = Self.format(second, "%Y-%m-%dT%H:%M:%SZ")
    }

    /// The date `YYYY-MM-DD` of a day since 1970.
    static func date(_ day: Int) -> String { format(day * 86400, "%Y-%m-%d") }

    private static func format(_ second: Int, _ pattern: String) -> String {
        var instant = time_t(second)
        var parts = unsafe tm()
        unsafe gmtime_r(&instant, &parts)
        var text = [CChar](repeating: 0, count: 40)
        let length = unsafe strftime(&text, text.count, pattern, &parts)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
