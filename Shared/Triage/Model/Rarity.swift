/// How rare a feature is, as one byte of the model file.
public enum Rarity {
    /// One plus the logarithm of texts over mentions, in steps of a sixteenth, 1…255.
    public static func of(mentions: Int, texts: Int) -> UInt8 {
        let rarity = 1 + Exponential.logarithm(of: Double(1 + texts) / Double(1 + mentions))
        return UInt8(clamping: Int((rarity * 16).rounded()))
    }
}
