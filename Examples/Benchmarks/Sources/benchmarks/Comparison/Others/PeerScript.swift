import Foundation

/// The programs of other languages, one folder each in `Examples/Benchmarks/Peers`.
struct PeerScript: Sendable {
    let folder: String
    let medium: Comparison.Medium

    static let all = [
        PeerScript(folder: "cachetools", medium: .memory),
        PeerScript(folder: "py-key-value", medium: .memory),
        PeerScript(folder: "langgraph-memory", medium: .memory),
        PeerScript(folder: "caffeine", medium: .memory),
        PeerScript(folder: "go-cache", medium: .memory),
        PeerScript(folder: "langgraph-sqlite", medium: .file),
        PeerScript(folder: "diskcache", medium: .file),
        PeerScript(folder: "deno-kv", medium: .file),
    ]

    /// The one that starts a server instead, which this process talks to.
    static let redis = "redis"

    static let names = all.map(\.folder) + [redis]

    static func url(of folder: String) -> URL {
        // …/Examples/Benchmarks/Sources/benchmarks/Comparison/Others/PeerScript.swift
        var package = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { package.deleteLastPathComponent() }
        return package.appendingPathComponent("Peers/\(folder)/run")
    }

    /// The competitor, if its program can be had here; a word on why not otherwise.
    func competitor() -> Competitor? {
        do {
            let process = try PeerProcess(Self.url(of: folder))
            return Competitor(
                name: process.greeting.peer,
                version: "\(process.greeting.version), \(process.greeting.language)",
                medium: medium,
                round: { job in
                    // Memory is weighed in a process that has done nothing else.
                    if job.operation == .memory {
                        return {
                            let fresh = try PeerProcess(Self.url(of: self.folder))
                            defer { fresh.end() }
                            return try fresh.figure(for: job) ?? .nan
                        }
                    }
                    // The first answer is a warm-up, and tells whether there is such an operation.
                    guard try process.figure(for: job) != nil else { return nil }
                    return { try process.figure(for: job) ?? .nan }
                },
                end: { process.end() }
            )
        } catch {
            return skipped(folder, error)
        }
    }
}

/// Says on standard error that a peer does not take part, and why.
func skipped(_ name: String, _ error: any Error) -> Competitor? {
    FileHandle.standardError.write(Data("left out: \(name): \(error)\n".utf8))
    return nil
}
