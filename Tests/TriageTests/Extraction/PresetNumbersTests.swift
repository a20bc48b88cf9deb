import FoundationEssentials
import Testing
import Yams

@testable import Triage

@Suite("Example patterns")
struct PresetNumbersTests {
    @Test(
        "they find what customers write, in every language",
        arguments: [
            ("our BX-200 stopped, the display shows E07", ["model BX200", "error_code E07"]),
            ("SN BX200-48213-C", ["serial_number BX200-48213-C"]),
            ("Hice el pedido 774201 hace dos semanas, 129,90 €", ["order_number 774201"]),
            ("order no. FR-559310 of 12.11.2026", ["order_number FR-559310"]),
            ("W-20261018-3391 is late", ["order_number W-20261018-3391"]),
            ("我的订单号是ＦＲ５５９３１０，型号af55", ["order_number FR559310", "model AF55"]),
            ("طلب رقم ٧٧٤٢٠١", ["order_number 774201"]),
            ("Заказ № 774201, ошибка Е07", ["order_number 774201", "error_code E07"]),
            ("ご注文番号774201のVC-90です", ["order_number 774201", "model VC90"]),
            ("주문번호는 774201입니다", ["order_number 774201"]),
            ("คำสั่งซื้อ 774201 ขึ้น E07", ["order_number 774201", "error_code E07"]),
            ("đơn hàng 774201", ["order_number 774201"]),
            ("pesanan A-773120", ["order_number A-773120"]), ("siparişim 774201", ["order_number 774201"]),
            ("commande 774201, code erreur 12", ["order_number 774201", "error_code 12"]),
            ("allarme 750", ["error_code 750"]),
            ("EAN 4006381333931", ["article 4006381333931"]), ("EAN 4006381333932", []),
            ("encomenda 774201", ["order_number 774201"]),
            ("Auftrag 771203, Fehler F-12", ["order_number 771203", "error_code F12"]),
            ("agizo 774201", ["order_number 774201"]),
            ("call me at +49 171 774201, in order to talk, room 12", []),
            ("since 2026-11-22 10:15, 230 V, 1.200 €", []),
            ("ordine 774201", ["order_number 774201"]),
        ]
    )
    func samples(text: String, expected: [String]) throws {
        let found = try Self.extractor.get().extract(subject: nil, body: text)

        #expect(found.map { "\($0.kind) \($0.value)" } == expected)
    }

    static let extractor = Result { try Extractor(document()) }

    private static func document(_ path: String = #filePath) throws -> ExtractionPatterns {
        let root = path.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/ops/setup/extraction.yaml", encoding: .utf8)
        return try YAMLDecoder().decode(ExtractionPatterns.self, from: text.replacing("kind: extraction\n", with: ""))
    }
}
