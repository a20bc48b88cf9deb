/// Does pieces of work at the same time and returns what each gave, in the order in which they are written.
///
/// Statements that the pieces send over one transaction travel in one flight. All pieces have ended when this returns or
/// throws; of several failures the first as written is thrown. Cancelling the caller cancels every piece.
///
/// Stands in for `async let`, which is unsafe up to Swift 6.3: a child that ends reads its own task once more after its
/// parent may have freed it, and the process dies by SIGSEGV in `TaskGroup::offer` (swiftlang/swift pull request 89883).
/// Tasks made here are counted, so whoever ends last frees them.
public func together<each Value: Sendable>(
    _ work: repeat @escaping @Sendable () async throws -> each Value
) async throws -> (repeat each Value) {
    let pieces = (repeat Task { try await (each work)() })
    return try await withTaskCancellationHandler {
        let results = (repeat await (each pieces).result)
        return (repeat try (each results).get())
    } onCancel: {
        repeat (each pieces).cancel()
    }
}
