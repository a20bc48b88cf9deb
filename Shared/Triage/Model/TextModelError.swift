/// What is wrong with a model file; trying again does not help.
public enum TextModelError: Error, Equatable, CustomStringConvertible {
    /// There is no such file, or it may not be read.
    case unreadable(String)
    /// It is not one, or it was cut off.
    case noModel
    /// Its format is of another version.
    case version(Int)
    /// Its checksum does not fit its content.
    case damaged
    /// Its header contradicts itself.
    case header
    /// A label of it is no category.
    case labels(String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read; name a file that `aftersail triage train` made"
        case .noModel: "this is no model file, or it was cut off; train one with `aftersail triage train`"
        case .version(let version):
            "the model file has format \(version), this program reads format \(TextModelFile.format)"
        case .damaged: "the model file is damaged: its checksum does not fit; copy it again or train a new one"
        case .labels(let label): "the model knows '\(label)', which is no category; train one with categories as labels"
        case .header: "the header of the model file contradicts itself; train a new one"
        }
    }
}
