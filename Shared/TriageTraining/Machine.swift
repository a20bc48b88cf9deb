import CLinear

/// One machine for each label, trained by liblinear against all other labels together.
///
/// L2-regularised squared hinge loss in the dual form. liblinear draws from the process's random numbers, which are
/// started anew for each training; so nothing else may train at the same time.
struct Machine {
    /// Weights by feature, then label.
    let weights: [Float]
    /// What each label starts with.
    let biases: [Float]

    /// Trains on the given texts of a table; `labels` are numbers from 0, of all of the table's texts.
    init(
        _ table: FeatureTable,
        _ texts: [Int],
        labels: [Int],
        of labelCount: Int,
        _ plan: TrainingPlan
    ) throws(TrainingError) {
        let features = table.rarities.count
        let total = texts.reduce(0) { $0 + table[$1].count + 2 }
        let nodes = UnsafeMutableBufferPointer<feature_node>.allocate(capacity: total)
        let rows = UnsafeMutableBufferPointer<UnsafeMutablePointer<feature_node>?>.allocate(capacity: texts.count)
        let targets = UnsafeMutableBufferPointer<Double>.allocate(capacity: texts.count)
        defer {
            unsafe nodes.deallocate()
            unsafe rows.deallocate()
            unsafe targets.deallocate()
        }
        var next = 0
        for (row, text) in texts.enumerated() {
            unsafe rows[row] = nodes.baseAddress.map { unsafe $0 + next }
            for entry in table[text] {
                unsafe nodes[next] = feature_node(index: entry.feature + 1, value: Double(entry.value))
                next += 1
            }
            unsafe nodes[next] = feature_node(index: Int32(features + 1), value: 1)
            unsafe nodes[next + 1] = feature_node(index: -1, value: 0)
            next += 2
            unsafe targets[row] = Double(labels[text])
        }
        var problem = unsafe CLinear.problem(
            l: Int32(texts.count),
            n: Int32(features + 1),
            y: targets.baseAddress,
            x: rows.baseAddress,
            bias: 1
        )
        var parameter = unsafe CLinear.parameter()
        unsafe parameter.solver_type = aftersail_squared_hinge()
        unsafe parameter.eps = 0.1
        unsafe parameter.C = plan.cost
        aftersail_silence()
        if let refusal = unsafe check_parameter(&problem, &parameter) {
            throw .refused(unsafe String(cString: refusal))
        }
        guard let trained = unsafe aftersail_train(&problem, &parameter) else { throw .refused("no memory") }
        defer { unsafe aftersail_forget(trained) }
        self = unsafe Machine(trained.pointee, features: features, labelCount: labelCount)
    }

    private init(_ model: CLinear.model, features: Int, labelCount: Int) {
        var weights = [Float](repeating: 0, count: features * labelCount)
        var biases = [Float](repeating: 0, count: labelCount)
        let present = Int(unsafe model.nr_class)
        // Of two labels there is one machine, the second label's is its opposite.
        let machines = present == 2 ? 1 : present
        for place in 0..<present {
            let label = Int(unsafe model.label[place])
            let (column, sign) = present == 2 ? (0, place == 0 ? 1.0 : -1) : (place, 1.0)
            for feature in 0..<features {
                weights[feature * labelCount + label] = Float(sign * (unsafe model.w[feature * machines + column]))
            }
            biases[label] = Float(sign * (unsafe model.w[features * machines + column]))
        }
        self.weights = weights
        self.biases = biases
    }

    /// How much a text speaks for each label.
    func scores(_ entries: ArraySlice<FeatureTable.Entry>) -> [Float] {
        var scores = biases
        for entry in entries {
            let row = Int(entry.feature) * biases.count
            for label in biases.indices { scores[label] += entry.value * weights[row + label] }
        }
        return scores
    }
}
