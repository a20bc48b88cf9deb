/// Which way a text runs; the raw value is that of HTML's `dir`.
public enum TextDirection: String, Sendable {
    /// As Latin script.
    case leftToRight = "ltr"
    /// As Arabic script.
    case rightToLeft = "rtl"
}
