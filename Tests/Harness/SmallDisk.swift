import FoundationEssentials
import Glibc

/// A file system in memory that a run fills and frees, for what happens when the disk is full.
///
/// Needs root. It is unmounted when this process ends, however that ends. Calls block for moments.
public final class SmallDisk: Sendable {
    /// Where it is mounted; everybody may write there.
    public let path: String
    private let size: String

    /// Mounts one, or gives nil where this process may not mount.
    ///
    /// - Parameter megabytes: its size while it is not filled; only what is used takes memory.
    public init?(megabytes: Int) {
        size = "\(megabytes)m"
        let path = try? PrivatePostgresShell.run(
            """
            [ "$(id -u)" = 0 ] || exit 1
            folder=$(mktemp -d /tmp/aftersail-disk.XXXXXX)
            mount -t tmpfs -o size=\(megabytes)m,mode=1777 aftersail-disk "$folder" >/dev/null || { rmdir "$folder"; exit 1; }
            printf %s "$folder"
            """,
            "mount a small disk"
        )
        guard let path else { return nil }
        self.path = path
        let watchdog = """
            trap '' INT TERM HUP; read -r _
            turn=0
            while ! umount \(path) && [ $turn -lt 100 ]; do sleep 0.1; turn=$((turn + 1)); done
            mountpoint -q \(path) && umount -l \(path)
            rmdir \(path)
            """
        guard (try? PrivatePostgresShell.guardUntilExit(watchdog)) != nil else { return nil }
    }

    /// Makes it as small as what it holds: nothing more can be written.
    public func fill() throws {
        _ = try PrivatePostgresShell.run(
            """
            for margin in 4 16 64 256 1024 4096; do
                used=$(df --output=used -k \(path) | tail -n 1)
                mount -o remount,size=$((used + margin))k \(path) 2>/dev/null && exit 0
            done
            exit 1
            """,
            "fill the small disk"
        )
    }

    /// Gives it its size back.
    public func free() throws {
        _ = try PrivatePostgresShell.run("mount -o remount,size=\(size) \(path)", "free the small disk")
    }
}
