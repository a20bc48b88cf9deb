import Digest
import Testing

@Suite("Digest")
struct DigestTests {
    @Test(
        "SHA-256 matches the published examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func published(text: String, expected: String) {
        #expect(hex(sha256(Array(text.utf8))) == expected)
    }

    @Test("hashing in pieces equals hashing at once", arguments: [0, 1, 63, 64, 65, 1_000])
    func pieces(cut: Int) {
        let data = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

        var digest = SHA256Digest()
        digest.update(Array(data[..<cut]))
        digest.update(Array(data[cut...]))

        #expect(digest.finish() == sha256(data))
    }

    @Test(
        "HMAC matches RFC 4231 cases one and two",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
        ]
    )
    func keyed(key: [UInt8], message: String, expected: String) {
        #expect(hex(hmacSHA256(key: key, message: Array(message.utf8))) == expected)
    }

    @Test("an empty key and message still hash")
    func empty() {
        let expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"

        #expect(hex(hmacSHA256(key: [], message: [])) == expected)
    }

    @Test(
        "equality tells every difference",
        arguments: [
            ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false), ([1, 2], [1, 2, 3], false), ([], [], true),
        ] as [([UInt8], [UInt8], Bool)]
    )
    func equality(left: [UInt8], right: [UInt8], expected: Bool) {
        #expect(constantTimeEqual(left, right) == expected)
    }

    @Test("hexadecimal text comes back as bytes")
    func hexadecimal() {
        let all = (0...255).map { UInt8($0) }

        #expect(bytes(hex: hex(all)) == all)
        #expect(bytes(hex: "FFab") == [255, 171])
        #expect(bytes(hex: "abc") == nil)
        #expect(bytes(hex: "zz") == nil)
    }
}
