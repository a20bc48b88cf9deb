/// Why a run could not be made; what it found broken stands in its report instead.
struct SimulationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
