import AgentKVTesting
import Foundation
import Testing

@testable import AgentKV

/// The reader of JSON on texts that are damaged, oddly spelt or not meant for it.
@Suite("JSON texts from anywhere")
struct JSONFuzzTests {
    @Test func `a value is read from every spelling of it`() throws {
        for seed in FuzzSeeds.usual(500) {
            var generator = JSONGenerator(seed: Int(truncatingIfNeeded: seed))
            let value = generator.value()
            let text = JSONSpelling.text(of: value, seed: seed)
            let read = try JSONValue(parsing: text)
            try #require(read.hasSameSpelling(as: value), "seed \(seed): \(text)")
            try #require(read == value && read.hashValue == value.hashValue, "seed \(seed)")
        }
    }

    @Test func `what is accepted reads back the same, and what is refused says where`() throws {
        let corpus = try Corpus.json()
        var accepted = 0
        for seed in FuzzSeeds.usual(300) {
            var inputs = HostileInput(corpus: corpus, words: Corpus.jsonWords, seed: seed)
            for _ in 0..<10 {
                let bytes = inputs.next()
                let problem = Self.problem(of: bytes)
                try #require(problem == nil, "seed \(seed): \(bytes.shown)")
                if (try? JSONValue(parsing: bytes)) != nil { accepted += 1 }
            }
        }
        // Inputs that are all refused would prove little.
        #expect(accepted > FuzzSeeds.usual(300).count / 10)
    }

    @Test func `a text is JSON for Foundation where it is for us`() throws {
        let corpus = try Corpus.json()
        var both = 0
        for seed in FuzzSeeds.usual(300) {
            var inputs = HostileInput(corpus: corpus, words: Corpus.jsonWords, seed: seed)
            for _ in 0..<5 {
                let bytes = inputs.next()
                guard FoundationJSON.hasSameRules(for: bytes) else { continue }
                let ours = try? JSONValue(parsing: bytes)
                let theirs = FoundationJSON.value(of: bytes)
                try #require(
                    (ours == nil) == (theirs == nil),
                    "seed \(seed), ours \(ours == nil ? "refuses" : "accepts"): \(bytes.shown)"
                )
                guard let ours, let theirs else { continue }
                both += 1
                try #require(ours.isSame(as: theirs), "seed \(seed): \(bytes.shown)")
            }
        }
        #expect(both > FuzzSeeds.usual(300).count / 10)
    }

    /// Says what the reader does wrong with some bytes; nil for nothing.
    private static func problem(of bytes: [UInt8]) -> String? {
        let outcome = Result { () throws(JSONError) in try JSONValue(parsing: bytes) }
        let lenient = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(JSONError) in try JSONValue(stored: bytes) }
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            let other = Result { () throws(JSONError) in try JSONValue(parsing: text) }
            guard other.isSame(as: outcome) else {
                return "a text is read otherwise than its bytes"
            }
        }
        switch outcome {
        case .success(let value):
            guard lenient.isSame(as: outcome) else { return "a stored text is read otherwise" }
            do {
                for pretty in [false, true] {
                    let text = try value.text(pretty: pretty)
                    let again = try JSONValue(parsing: text)
                    guard again.hasSameSpelling(as: value) else { return "it does not read back" }
                    guard try again.text(pretty: pretty) == text else { return "it is not stable" }
                }
            } catch {
                return "what was read cannot be written: \(error)"
            }
            return nil
        case .failure(let error):
            guard case .text(let offset, let line, let column) = error.location else {
                return "an error without a place in the text"
            }
            guard 0...bytes.count ~= offset, line >= 1, column >= 1, !error.reason.isEmpty else {
                return "an error out of place: \(error)"
            }
            if error.kind == .syntax, case .success = lenient { return "nonsense is stored" }
            return nil
        }
    }
}
