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
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["AGENTKV_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        let rounds = environment["AGENTKV_FUZZ_ROUNDS"].flatMap { UInt64($0) }
        let most = max(1, rounds ?? UInt64(max(1, count)))
        return Array(1...most) + [UInt64.random(in: 0 ... .max)]
    }
}
