extension Mutant {
    /// The variable that names the fault to commit.
    public static let variable = "AFTERSAIL_MUTANT"

    /// Why a process with these variables must not start; `nil` when it may.
    ///
    /// Whoever asks for a fault that is not there would take what follows for a proof.
    public static func refusal(in environment: [String: String]) -> String? {
        guard let name = environment[variable] else { return nil }
        #if DEBUG
            guard Mutant(rawValue: name) == nil else { return nil }
            return "\(variable) must be one of \(allCases.map(\.rawValue).joined(separator: ", "))"
        #else
            return "\(variable) is set, but this is a release build and has no mutants: unset it"
        #endif
    }
}
