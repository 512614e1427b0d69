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

    /// The competitor that the program makes.
    ///
    /// - Throws: An error that says why it cannot be had here.
    func competitor() throws -> Competitor {
        let peer = try RestartedPeer(Self.url(of: folder))
        return Competitor(
            name: peer.greeting.peer,
            version: "\(peer.greeting.version), \(peer.greeting.language)",
            medium: medium,
            round: { job in
                guard job.operation == .memory else { return { try peer.figure(for: job) } }
                // Memory is weighed in a process that has done nothing else.
                return {
                    let fresh = try PeerProcess(Self.url(of: self.folder))
                    defer { fresh.end() }
                    return try fresh.figure(for: job)
                }
            },
            end: { peer.end() }
        )
    }
}
