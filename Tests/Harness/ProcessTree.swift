import FoundationEssentials

/// A process and all that it started.
///
/// Servers made of a master and its helpers shed the signal that would end them with their parent, and the helpers go on
/// without their master; so they are ended by list.
enum ProcessTree {
    /// Those that a process started, and that these started in turn.
    static func descendants(of root: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var children: [Int32: [Int32]] = [:]
        for identifier in names.compactMap({ Int32($0) }) {
            guard let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8),
                let line = status.split(separator: "\n").first(where: { $0.hasPrefix("PPid:\t") }),
                let parent = Int32(line.dropFirst(6))
            else { continue }
            children[parent, default: []].append(identifier)
        }
        var found: [Int32] = []
        var open = [root]
        while let next = open.popLast() {
            found += children[next, default: []]
            open += children[next, default: []]
        }
        return found
    }

    /// A shell function `end_tree PROCESS` that kills a process and all of these.
    ///
    /// A master stands still while its helpers are listed, so that it starts no others meanwhile.
    static let shell = """
        end_tree() {
            kill -STOP "$1"
            set -- "$1" $(grep -ls "^PPid:[[:space:]]*$1\\$" /proc/[0-9]*/status | grep -o '[0-9]*')
            kill -9 "$1"
            shift
            for helper in "$@"; do (end_tree "$helper"); done
        }
        """
}
