extension ContactPoint {
    /// A name within one channel, as `channel:name`, trimmed, without a leading @ and in lower case.
    ///
    /// The same name in two channels is two contact points. At most 128 bytes.
    public static func handle(_ text: String, channel: Channel) throws(ContactPointError) -> ContactPoint {
        let line = try oneLine(text, .handle)
        let name = line.hasPrefix("@") ? String(line.dropFirst()) : line
        guard !name.isEmpty else { throw ContactPointError(kind: .handle, reason: .empty) }
        guard name.utf8.count <= 128 else { throw ContactPointError(kind: .handle, reason: .tooLong) }
        return ContactPoint(kind: .handle, value: "\(channel.rawValue):\(name.lowercased())")
    }
}
