import FoundationEssentials
import Synchronization

/// A PostgreSQL 15 of this process alone, on a free loopback port, in a temporary folder.
///
/// Starts at first use, fast rather than durable unless asked otherwise. A watchdog ends it and removes its folder when this process ends,
/// however it ends. Binaries: `AFTERSAIL_TEST_POSTGRES_BIN`, otherwise Debian's. Calls block for up to two seconds.
public final class PrivatePostgres: Sendable {
    /// The server that tests share; a test that crashes its server makes one of its own.
    public static let shared = PrivatePostgres()

    private struct State {
        var server: Server?
        var hasTemplate = false
        var databases = 0
    }

    private struct Server {
        let folder: String
        let port: Int
        let password: String
    }

    private let state = Mutex(State())
    private let settings: [String]
    private let parent: String

    /// Describes a server; it starts when first asked for something.
    ///
    /// - Parameters:
    ///   - isDurable: whether a commit waits for the disk, as in production; tests that never cut the power do without.
    ///   - settings: more of the server's settings, `name=value`.
    ///   - parent: where its folder is made, such as a small file system that a test fills.
    public init(isDurable: Bool = false, settings: [String] = [], parent: String = "/tmp") {
        let safety = isDurable ? "on" : "off"
        self.settings =
            [
                "fsync=\(safety)", "synchronous_commit=\(safety)", "full_page_writes=\(safety)", "max_connections=300",
                "max_wal_size=2GB", isDurable ? "shared_buffers=512MB" : "shared_buffers=64MB",
            ] + (isDurable ? [] : ["wal_level=minimal", "max_wal_senders=0"]) + settings
        self.parent = parent
    }

    /// The server's first process.
    public func processIdentifier() throws -> Int32 {
        let folder = try state.withLock { try start(&$0).folder }
        let lock = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
        guard let line = lock.split(separator: "\n").first, let identifier = Int32(line) else {
            throw PrivatePostgresError(purpose: "tell its process", output: "postmaster.pid is empty")
        }
        return identifier
    }

    /// The port, for a proxy in front of the server.
    public func port() throws -> Int {
        try state.withLock { try start(&$0).port }
    }

    /// The connection string of a database, by way of another port if wished.
    public func url(database: String = "postgres", port: Int? = nil) throws -> String {
        try state.withLock { state in
            let server = try start(&state)
            return url(server, database, port: port)
        }
    }

    /// Makes a database with every migration in `ops/migrations` applied and returns its connection string.
    public func freshDatabase() throws -> String {
        let (server, name) = try state.withLock { state in
            let server = try start(&state)
            if !state.hasTemplate { try makeTemplate(server) }
            state.hasTemplate = true
            state.databases += 1
            return (server, "test_\(state.databases)")
        }
        // Outside the lock, so that nobody who only wants the port waits for it.
        try psql(server, "postgres", ["-c", "CREATE DATABASE \(name) TEMPLATE migrated STRATEGY file_copy"])
        return url(server, name)
    }

    /// Stops the server as a power cut would, without a checkpoint (`-m immediate`).
    public func crash() throws {
        try state.withLock { state in
            let server = try start(&state)
            _ = try control(server, "stop -m immediate -w", "crash")
        }
    }

    /// Starts the server again on the same port, crashing it first if it runs.
    public func restart() throws {
        try state.withLock { state in
            let server = try start(&state)
            _ = try? control(server, "stop -m immediate -w", "stop")
            try launch(server)
        }
    }

    private func start(_ state: inout State) throws(PrivatePostgresError) -> Server {
        if let server = state.server { return server }
        let server = try create()
        try launch(server)
        state.server = server
        return server
    }

    private func create() throws(PrivatePostgresError) -> Server {
        let password = UUID().uuidString.lowercased()
        let folder = try PrivatePostgresShell.run(
            "folder=$(mktemp -d \(parent)/aftersail-postgres.XXXXXX) && printf %s \"$folder\"",
            "make a folder"
        )
        try PrivatePostgresShell.guardUntilExit(watchdog(folder))
        _ = try PrivatePostgresShell.run(
            """
            set -eu; \(asOwner)
            folder=\(folder)
            printf %s \(password) >"$folder/password"
            [ "$(id -u)" != 0 ] || chown -R "$owner" "$folder"
            cd "$folder"
            as_owner \(bin)/initdb -D "$folder/data" -U aftersail --pwfile="$folder/password" --no-sync \
                --auth-local=reject --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 \
                >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log"; exit 1; }
            """,
            "create a cluster (is postgresql-15 installed?)"
        )
        return Server(folder: folder, port: try PrivatePostgresShell.freePort(), password: password)
    }

    private func launch(_ server: Server) throws(PrivatePostgresError) {
        let options = (["listen_addresses=127.0.0.1", "unix_socket_directories="] + settings)
            .map { "-c \($0)" }.joined(separator: " ")
        let start =
            "-l \(server.folder)/log -o \(PrivatePostgresShell.quote("-p \(server.port) \(options)")) -w -t 30 start"
        // Where nothing reaps orphans, the lock file names a zombie and would stop the start.
        _ = try PrivatePostgresShell.run(
            """
            lock=\(server.folder)/data/postmaster.pid
            [ ! -e "$lock" ] || grep -qs aftersail-postgres "/proc/$(head -n 1 "$lock")/cmdline" || rm -f "$lock"
            """,
            "clear its lock"
        )
        do {
            _ = try control(server, start, "start")
        } catch {
            let log = try PrivatePostgresShell.run("tail -n 15 \(server.folder)/log", "show its log")
            throw PrivatePostgresError(purpose: "start", output: log)
        }
    }

    private func control(
        _ server: Server,
        _ action: String,
        _ purpose: String
    ) throws(PrivatePostgresError) -> String {
        try PrivatePostgresShell.run(
            "\(asOwner); cd \(server.folder); as_owner \(bin)/pg_ctl -D \(server.folder)/data \(action)",
            purpose
        )
    }

    private func makeTemplate(_ server: Server) throws(PrivatePostgresError) {
        try psql(server, "postgres", ["-c", "CREATE DATABASE migrated"])
        let files = migrations().flatMap { ["-f", $0] }
        if !files.isEmpty { try psql(server, "migrated", ["-1"] + files) }
    }

    private func migrations() -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "ops/migrations").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".sql") }.sorted().map { "\(folder)/\($0)" }
    }

    private func psql(_ server: Server, _ database: String, _ arguments: [String]) throws(PrivatePostgresError) {
        let words = arguments.map(PrivatePostgresShell.quote).joined(separator: " ")
        let url = PrivatePostgresShell.quote(url(server, database))
        _ = try PrivatePostgresShell.run(
            "PGOPTIONS='-c client_min_messages=warning' \(bin)/psql -X -q -v ON_ERROR_STOP=1 -d \(url) \(words)",
            "run SQL in \(database)"
        )
    }

    private func url(_ server: Server, _ database: String, port: Int? = nil) -> String {
        "postgresql://aftersail:\(server.password)@127.0.0.1:\(port ?? server.port)/\(database)"
    }

    private var bin: String {
        ProcessInfo.processInfo.environment["AFTERSAIL_TEST_POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin"
    }

    /// PostgreSQL refuses root: there it runs as `postgres`, or as `nobody` where that user is missing.
    private var asOwner: String {
        """
        owner=$(id -un); [ "$(id -u)" != 0 ] || { owner=postgres; id postgres >/dev/null 2>&1 || owner=nobody; }
        as_owner() {
            if [ "$(id -u)" = 0 ]; then
                setpriv --reuid="$(id -u "$owner")" --regid="$(id -g "$owner")" --clear-groups \
                    env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@"
            else
                env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@"
            fi
        }
        """
    }

    private func watchdog(_ folder: String) -> String {
        """
        trap '' INT TERM HUP; read -r _
        server=$(head -n 1 \(folder)/data/postmaster.pid)
        if [ -n "$server" ] && grep -q aftersail-postgres "/proc/$server/cmdline"; then
            kill -QUIT "$server"
            turn=0
            while grep -q aftersail-postgres "/proc/$server/cmdline" && [ $turn -lt 100 ]; do
                sleep 0.05; turn=$((turn + 1))
            done
        fi
        rm -rf \(folder)
        """
    }
}
