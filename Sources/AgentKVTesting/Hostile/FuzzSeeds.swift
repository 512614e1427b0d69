#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The seeds that a test with random inputs runs on.
public enum FuzzSeeds {
    /// Returns the seeds from 1 to `count`, and a fresh one; more or another where the environment
    /// says so.
    ///
    /// - `AGENTKV_FUZZ_ROUNDS` is the number of seeds instead of `count`.
    /// - `AGENTKV_SEED` is the only seed, to see a failure again.
    public static func usual(_ count: Int) -> [UInt64] {
        let fixed = fixed(count)
        return isReplayed ? fixed : fixed + [UInt64.random(in: 0 ... .max)]
    }

    /// The same without the one that is drawn anew each time.
    public static func fixed(_ count: Int) -> [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["AGENTKV_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        let rounds = environment["AGENTKV_FUZZ_ROUNDS"].flatMap { UInt64($0) }
        return Array(1...max(1, rounds ?? UInt64(max(1, count))))
    }

    private static var isReplayed: Bool {
        ProcessInfo.processInfo.environment["AGENTKV_SEED"].flatMap { UInt64($0) } != nil
    }
}
