/// The two methods that reckon in a group instead of with numbers; both notice every wrong digit and every two swapped.
extension CheckDigit {
    /// In the group of a pentagon's turns and flips, digits permuted by place from the right.
    static func verhoeff(_ digits: [UInt8]) -> Bool {
        var sum = 0
        var permuted = Array(0..<10)
        for digit in digits.reversed() {
            sum = product(sum, permuted[Int(digit)])
            permuted = permuted.map { permutation[$0] }
        }
        return sum == 0
    }

    /// Digit after digit through a table without symmetry.
    static func damm(_ digits: [UInt8]) -> Bool {
        digits.reduce(0) { quasigroup[$0 * 10 + Int($1)] } == 0
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let turns = left < 5 ? left + right : left - right + 10
        return turns % 5 + ((left < 5) == (right < 5) ? 0 : 5)
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    private static let quasigroup = [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ]
}
