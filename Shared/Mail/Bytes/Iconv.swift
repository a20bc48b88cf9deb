import CIconv

/// The C library's converter.
enum Iconv {
    /// UTF-8 of bytes in a named set, each bad one as U+FFFD, and how many were bad; nil where the set is unknown.
    static func utf8(_ bytes: ArraySlice<UInt8>, from name: String) -> (bytes: [UInt8], bad: Int)? {
        guard let converter = unsafe aftersail_converter_open(name) else { return nil }
        defer { unsafe aftersail_converter_close(converter) }
        var bad = 0
        // No set has letters that grow to more than four bytes of UTF-8 for one of theirs.
        let out = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count * 4 + 8) { target, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let input = source.baseAddress, let output = target.baseAddress else { return }
                let done = unsafe aftersail_convert(converter, input, source.count, output, target.count)
                (count, bad) = (done.wrote, done.bad)
            }
        }
        return (out, bad)
    }
}
