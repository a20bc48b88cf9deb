/// Parts texts into portions of which each is held out once.
enum HoldingOut {
    /// Portions with the same share of every label; texts of a label are dealt out in their order.
    static func folds(labels: [Int], count: Int) -> [[Int]] {
        var folds = [[Int]](repeating: [], count: count)
        var dealt: [Int: Int] = [:]
        for (text, label) in labels.enumerated() {
            folds[dealt[label, default: 0] % count].append(text)
            dealt[label, default: 0] += 1
        }
        return folds
    }
}
