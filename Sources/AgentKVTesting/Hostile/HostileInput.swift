#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Damaged copies of good and bad examples, the same for the same seed.
///
/// ```swift
/// var inputs = HostileInput(corpus: [Array("{\"a\": [1]}".utf8)], seed: 7)
/// let bytes = inputs.next()
/// ```
///
/// Each input is one of the examples with one to eight changes: bits and bytes that differ, pieces
/// that are missing, doubled, moved or from another example, and words that the format knows.
public struct HostileInput: Sendable {
    /// The examples that are damaged.
    public let corpus: [[UInt8]]
    private let words: [[UInt8]]
    var random: SplitMix64

    /// Describes inputs.
    ///
    /// - Parameters:
    ///   - corpus: The examples; without any, inputs begin empty.
    ///   - words: What is put in between, once in a while, such as the keywords of a format.
    ///   - seed: What decides the inputs.
    public init(corpus: [[UInt8]], words: [String] = [], seed: UInt64) {
        self.corpus = corpus
        self.words = words.map { Array($0.utf8) }
        random = SplitMix64(seed: seed)
    }

    /// Returns the next input: at most 64 KiB.
    public mutating func next() -> [UInt8] {
        var bytes = example()
        for _ in 0..<random.pick([1, 1, 1, 2, 2, 3, 5, 8]) { change(&bytes) }
        return Array(bytes.prefix(1 << 16))
    }

    /// Returns the contents of the files of a folder, in the order of their names.
    ///
    /// - Throws: What reading the folder throws.
    public static func corpus(folder: String) throws -> [[UInt8]] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: folder).sorted()
            .filter { !$0.hasPrefix(".") }
            .compactMap { files.contents(atPath: "\(folder)/\($0)").map(Array.init) }
    }
}

extension HostileInput {
    private mutating func example() -> [UInt8] {
        corpus.isEmpty ? [] : random.pick(corpus)
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let range = piece(of: bytes)
        switch Int.random(in: 0..<12, using: &random) {
        case 0 where !bytes.isEmpty:
            let position = Int.random(in: bytes.indices, using: &random)
            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where !bytes.isEmpty:
            bytes[Int.random(in: bytes.indices, using: &random)] = byte()
        case 2:
            bytes.removeSubrange(range)
        case 3:
            bytes.insert(contentsOf: bytes[range], at: range.upperBound)
        case 4:
            // Deep nesting and long texts come from repeating.
            let piece = Array(bytes[range].prefix(64))
            let times = random.pick([3, 16, 300, 1_200])
            bytes.insert(
                contentsOf: repeatElement(piece, count: times).joined(),
                at: range.lowerBound
            )
        case 5:
            bytes.removeSubrange(range.lowerBound...)
        case 6:
            let other = example()
            bytes.replaceSubrange(range, with: other[piece(of: other)])
        case 7:
            let moved = Array(bytes[range])
            bytes.removeSubrange(range)
            bytes.insert(contentsOf: moved, at: Int.random(in: 0...bytes.count, using: &random))
        case 8:
            bytes.insert(byte(), at: range.lowerBound)
        default:
            bytes.replaceSubrange(
                random.oneIn(2) ? range : range.lowerBound..<range.lowerBound,
                with: word()
            )
        }
    }

    /// A piece, mostly a short one.
    private mutating func piece(of bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let most = random.oneIn(4) ? bytes.count : 8
        let end = min(bytes.count, start + Int.random(in: 0...most, using: &random))
        return start..<end
    }

    private mutating func byte() -> UInt8 {
        random.oneIn(2)
            ? random.pick([0, 0x0A, 0x1F, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xC0, 0xED, 0xF4, 0xFF])
            : UInt8.random(in: 0 ... .max, using: &random)
    }

    private mutating func word() -> [UInt8] {
        words.isEmpty ? [byte()] : random.pick(words)
    }
}
