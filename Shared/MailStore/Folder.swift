import FoundationEssentials
import Glibc

/// An open folder; what lies below it is reached by plain names only, never through a link.
@safe struct Folder: ~Copyable {
    let descriptor: Int32

    /// The folder at a path, which may be a link: where the store lies is the operator's word.
    init(path: String) throws(MailStoreError) {
        let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw MailStoreError(code: errno) }
        descriptor = opened
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// A folder in this one, made if need be and then on disk.
    func making(_ name: String) throws(MailStoreError) -> Folder {
        let made = unsafe mkdirat(descriptor, name, 0o750)
        guard made == 0 || errno == EEXIST else { throw MailStoreError(code: errno) }
        // Another process may have made it a moment ago, and not brought it to disk yet.
        try sync()
        return try child(name)
    }

    /// A folder in this one.
    func child(_ name: String) throws(MailStoreError) -> Folder {
        let opened = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw errno == ENOTDIR ? .foreign : MailStoreError(code: errno) }
        return Folder(descriptor: opened)
    }

    /// A new file to write.
    func creating(_ name: String) throws(MailStoreError) -> Int32 {
        let opened = unsafe openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard opened >= 0 else { throw MailStoreError(code: errno) }
        return opened
    }

    /// A file to read.
    func opening(_ name: String) throws(MailStoreError) -> Int32 {
        let opened = unsafe openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard opened >= 0 else { throw errno == ENOENT ? .absent : MailStoreError(code: errno) }
        return opened
    }

    func move(_ name: String, to folder: borrowing Folder, as new: String) throws(MailStoreError) {
        let moved = unsafe renameat(descriptor, name, folder.descriptor, new)
        guard moved == 0 else { throw MailStoreError(code: errno) }
    }

    func remove(_ name: String) {
        unsafe _ = unlinkat(descriptor, name, 0)
    }

    /// Names of all that lies in it.
    func names() throws(MailStoreError) -> [String] {
        let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw MailStoreError(code: errno) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    /// Size of a plain file and when it was last written; `nil` when there is none of that name.
    func file(_ name: String) -> (size: Int, written: Date)? {
        var status = stat()
        let told = unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
        guard told == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let seconds = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1_000_000_000
        return (Int(status.st_size), Date(timeIntervalSince1970: seconds))
    }

    /// Takes the folder's lock, alone or together with others who do not want it alone; false where there are no locks.
    @discardableResult
    func lock(alone: Bool) -> Bool {
        while flock(descriptor, alone ? LOCK_EX : LOCK_SH) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    func unlock() {
        flock(descriptor, LOCK_UN)
    }

    /// Brings names to disk.
    func sync() throws(MailStoreError) {
        guard fsync(descriptor) == 0 else { throw MailStoreError(code: errno) }
    }
}
