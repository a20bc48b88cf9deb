import Contracts
import Triage
import TriageTraining

/// A report on a model for a person or a program.
struct EvalPage {
    private let report: EvalReport
    private let model: TextModel
    private let textsPerSecond: Double

    init(_ report: EvalReport, _ model: TextModel, textsPerSecond: Double) {
        self.report = report
        self.model = model
        self.textsPerSecond = textsPerSecond
    }

    /// For a program.
    var value: JSONValue {
        .object([
            "model": .string(model.version), "threshold": .number(Share.decimal(report.threshold)),
            "texts_per_s": .count(Int(textsPerSecond)), "all": Self.value(of: report.whole),
            "macro_f1": .number(Share.decimal(report.macroF1)),
            "calibration_error": .number(Share.decimal(report.calibrationError)),
            "out_of_scope_auroc": report.outOfScopeAUROC.map { .number(Share.decimal($0)) } ?? .null,
            "languages": .object(report.languages.mapValues(Self.value)),
            "categories": .object(report.labels.mapValues(Self.value)),
            "confusion": .object(
                report.confusion.mapValues { .object($0.mapValues { JSONValue.count($0) }) }
            ),
        ])
    }

    /// For a person.
    var text: String {
        var lines = [
            "model \(model.version), threshold \(Share.percent(report.threshold)), \(Int(textsPerSecond)) texts/s",
            "\(report.whole.right.count) texts: \(Share.percent(report.whole.right.share)) ± \(Share.percent(report.whole.right.halfWidth)) right, "
                + "macro-F1 \(Share.percent(report.macroF1)); covered \(Share.percent(report.whole.covered.share)), of these "
                + "\(Share.percent(report.whole.coveredRight.share)) ± \(Share.percent(report.whole.coveredRight.halfWidth)) right; "
                + "calibration error \(Share.decimal(report.calibrationError))",
        ]
        if let auroc = report.outOfScopeAUROC { lines.append("out of scope told apart: AUROC \(Share.decimal(auroc))") }
        lines.append("")
        lines += Self.table("language", report.languages)
        lines.append("")
        lines += Self.table("category", report.labels)
        lines.append("")
        lines += confused
        return lines.joined(separator: "\n") + "\n"
    }

    private var confused: [String] {
        let pairs = report.confusion.flatMap { label, given in
            given.filter { $0.key != label }.map { (label: label, best: $0.key, count: $0.value) }
        }.sorted { ($1.count, $0.label, $0.best) < ($0.count, $1.label, $1.best) }
        return pairs.isEmpty
            ? []
            : ["taken for another most often:"] + pairs.prefix(12).map { "  \($0.label) for \($0.best): \($0.count)" }
    }

    private static func table(_ name: String, _ groups: [String: EvalReport.Group]) -> [String] {
        let width = max(name.count, groups.keys.map(\.count).max() ?? 0)
        func row(_ cells: [String]) -> String {
            cells.enumerated().map { index, cell in TextWidth.pad(cell, to: index == 0 ? width : 16) }
                .joined(separator: "  ")
        }
        return [row([name, "texts", "right", "covered", "covered right"])]
            + groups.sorted { $0.key < $1.key }.map { name, group in
                row([
                    name, String(group.right.count),
                    "\(Share.percent(group.right.share)) ± \(Share.percent(group.right.halfWidth))",
                    Share.percent(group.covered.share),
                    "\(Share.percent(group.coveredRight.share)) ± \(Share.percent(group.coveredRight.halfWidth))",
                ])
            }
    }

    private static func value(of group: EvalReport.Group) -> JSONValue {
        .object([
            "texts": .count(group.right.count), "accuracy": .number(Share.decimal(group.right.share)),
            "accuracy_half_width": .number(Share.decimal(group.right.halfWidth)),
            "coverage": .number(Share.decimal(group.covered.share)),
            "covered_accuracy": .number(Share.decimal(group.coveredRight.share)),
            "covered_accuracy_half_width": .number(Share.decimal(group.coveredRight.halfWidth)),
        ])
    }
}
