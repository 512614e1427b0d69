internal import Foundation

extension Date {
    /// Creates the time that lies so many milliseconds after 1970-01-01 00:00 UTC.
    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    /// The milliseconds since 1970-01-01 00:00 UTC, rounded; the nearest that `Int64` holds.
    var milliseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1_000).rounded()
        if exact.isNaN { return 0 }
        return Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
    }
}
