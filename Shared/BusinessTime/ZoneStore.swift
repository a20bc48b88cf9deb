import FoundationEssentials
import Synchronization

/// Time zones from a folder of TZif files, each read once.
public final class ZoneStore: Sendable {
    /// The zones of this machine, from `/usr/share/zoneinfo`.
    public static let system = ZoneStore(folder: "/usr/share/zoneinfo")

    private let folder: String
    private let cache = Mutex<[String: Zone]>([:])

    /// Zones from another folder.
    public init(folder: String) {
        self.folder = folder
    }

    /// The zone of an IANA name; reads a file on the first call for each name.
    ///
    /// `UTC` needs no file.
    public func zone(_ identifier: String) throws(ZoneError) -> Zone {
        if identifier == "UTC" { return .utc }
        if let known = cache.withLock({ $0[identifier] }) { return known }
        let zone = try read(identifier)
        cache.withLock { $0[identifier] = zone }
        return zone
    }

    private func read(_ identifier: String) throws(ZoneError) -> Zone {
        guard Self.isName(identifier) else { throw .badIdentifier(identifier) }
        guard let file = FileManager.default.contents(atPath: "\(folder)/\(identifier)"), file.count < 1 << 20 else {
            throw .notFound(identifier, folder: folder)
        }
        return try ZoneFile.zone([UInt8](file), identifier: identifier)
    }

    /// Letters, digits and `_ + -` between single slashes, so that no name leaves the folder.
    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                part.first?.isLetter == true
                    && part.utf8.allSatisfy { byte in
                        (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte)
                            || [0x5f, 0x2b, 0x2d].contains(byte)
                    }
            }
    }
}
