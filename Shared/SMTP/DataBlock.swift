/// A message as it goes on the wire between DATA and the end-of-data mark; pure.
enum DataBlock {
    /// The mark that makes the relay responsible; held back until the caller has granted the message.
    static let end: [UInt8] = Array(".\r\n".utf8)

    /// Makes every line end CRLF, so that no relay sees an early end of data, and doubles leading dots (section 4.5.2).
    static func lines(of message: [UInt8]) -> [UInt8] {
        var block = LineEnds.canonical(message, doublingDots: true)
        if !block.isEmpty, block.last != UInt8(ascii: "\n") { block += [0x0D, 0x0A] }
        return block
    }
}
