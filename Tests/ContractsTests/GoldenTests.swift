import Contracts
import FoundationEssentials
import Testing
import Topology

@Suite("Messages on the wire")
struct GoldenTests {
    @Test("a message becomes exactly its golden bytes", arguments: Specimen.all)
    func encoding(specimen: Specimen) throws {
        let golden = try Golden(specimen.name)

        let bytes = try WireJSON.encode(specimen.message)

        #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: golden.wire(), as: UTF8.self))
    }

    @Test("golden bytes give the message back", arguments: Specimen.all)
    func decoding(specimen: Specimen) throws {
        let golden = try Golden(specimen.name)

        #expect(try reads(golden.wire(), as: specimen.message))
    }

    @Test("a damaged message is read, or refused, as one inside another value", arguments: Specimen.all)
    func damaged(specimen: Specimen) throws {
        let whole = try Golden(specimen.name).wire()

        for place in whole.indices {
            for byte in Array("x0\",} ".utf8) {
                var bytes = Array(whole)
                bytes[place] = byte
                #expect(try same(bytes, as: specimen.message), "byte \(place) as \(byte)")
            }
        }
    }

    /// Whether the message alone, which may be read without the library, means the same as inside, where it never is.
    private func same<M: Message>(_ bytes: [UInt8], as _: M) throws -> Bool {
        let alone = try? WireJSON.decode(M.self, from: bytes)
        let inside = try? WireJSON.decode([M].self, from: Array("[".utf8) + bytes + Array("]".utf8))
        return alone == inside?.first
    }

    @Test("a field nobody knows is ignored", arguments: Specimen.all)
    func unknown(specimen: Specimen) throws {
        let bytes = try Golden(specimen.name).wire(setting: "laterAddition", to: #"{"deep":[1,null,"x"]}"#)

        #expect(try reads(bytes, as: specimen.message))
    }

    @Test("a missing required field is refused by its name", arguments: Specimen.all)
    func missing(specimen: Specimen) throws {
        let golden = try Golden(specimen.name)

        for field in golden.fields.map(\.key) where !specimen.optional.contains(field) {
            let error = failure(golden.wire(without: field), as: specimen.message)

            guard case .keyNotFound(let key, _) = error else {
                Issue.record("without \(field): \(String(describing: error)), expected a missing key")
                continue
            }
            #expect(key.stringValue == field)
        }
    }

    @Test("optional fields may be missing or null", arguments: Specimen.all.filter { !$0.optional.isEmpty })
    func optional(specimen: Specimen) throws {
        let golden = try Golden(specimen.name)
        #expect(specimen.optional.isSubset(of: golden.fields.map(\.key)))

        for field in specimen.optional {
            let without = golden.wire(without: field)

            #expect(try rewritten(without, as: specimen.message) == without)
            #expect(try rewritten(golden.wire(setting: field, to: "null"), as: specimen.message) == without)
        }
    }

    @Test("a value of another type is refused by its field", arguments: Specimen.all)
    func mistyped(specimen: Specimen) throws {
        let golden = try Golden(specimen.name)

        for field in golden.fields.map(\.key) {
            let error = failure(golden.wire(setting: field, to: "[]"), as: specimen.message)

            guard case .typeMismatch(_, let context) = error else {
                Issue.record("[] as \(field): \(String(describing: error)), expected a type mismatch")
                continue
            }
            #expect(context.codingPath.map(\.stringValue) == [field])
        }
    }

    @Test("a message names the ticket it is about", arguments: Specimen.all)
    func subject(specimen: Specimen) throws {
        let ticket = try Golden(specimen.name).fields.first { $0.key == "ticketID" }?.value

        #expect(specimen.message.subjectID.map { "\"\($0.uuidString)\"" } == ticket)
    }

    @Test("every message has a specimen and a golden file")
    func complete() throws {
        let specimens = Specimen.all.map(\.name)
        let sources = try ContractSource.all()

        #expect(Set(specimens).count == specimens.count)
        #expect(Set(sources.map(\.name)) == Set(specimens))
        #expect(Set(Inbox.all.flatMap(\.messages)).isSubset(of: specimens))
        #expect(try Golden.names() == Set(specimens).union(IntakeTests.goldens))
    }

    @Test("a message's type, file and wire name agree")
    func named() throws {
        for source in try ContractSource.all() {
            #expect(source.type + ".swift" == source.file)
            #expect(source.nameSpelledLikeType.lowercased() == source.type.lowercased())
        }
    }
}

private func reads<Value: Message>(_ bytes: [UInt8], as message: Value) throws -> Bool {
    try WireJSON.decode(Value.self, from: bytes) == message
}

private func rewritten<Value: Message>(_ bytes: [UInt8], as _: Value) throws -> [UInt8] {
    try WireJSON.encode(WireJSON.decode(Value.self, from: bytes))
}

private func failure<Value: Message>(_ bytes: [UInt8], as _: Value) -> DecodingError? {
    #expect(throws: DecodingError.self) { try WireJSON.decode(Value.self, from: bytes) }
}
