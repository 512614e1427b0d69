#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A record with everything in it that records usually have.
struct Sample: Codable, Hashable, Sendable {
    enum Mood: String, Codable, Sendable { case calm, hasty }
    enum Shape: Codable, Hashable, Sendable {
        case circle(radius: Double)
        case point
    }

    var name = "Ada"
    var mood = Mood.hasty
    var shapes: [Shape] = [.circle(radius: 0.5), .point]
    var parent: Int?
    var scores: [String: [Int]] = ["a": [1, 2], "b": []]
    var made = Date(timeIntervalSince1970: 1_700_000_000.25)
    var bytes = Data([0, 1, 254, 255])
    var home = URL(string: "https://example.org/a%20b?c=d#e")
    var isOn = true
}
