import CMalloc
import Foundation

/// What the process holds, in bytes.
struct Memory: Sendable {
    /// In blocks that the allocator has handed out and not got back.
    var allocated: Int
    /// In pages that are in memory; nil where the system is not Linux.
    var resident: Int?

    static func now() -> Memory {
        #if os(Linux)
        // Blocks in the heaps of all threads, and large blocks mapped on their own.
        let info = mallinfo2()
        // The second number of statm: resident pages.
        let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Memory(
            allocated: Int(info.uordblks + info.hblkhd),
            resident: pages.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
        )
        #else
        var statistics = malloc_statistics_t()
        malloc_zone_statistics(nil, &statistics)
        return Memory(allocated: Int(statistics.size_in_use), resident: nil)
        #endif
    }

    /// What the issue of growth is judged by.
    var weight: Int { resident ?? allocated }
}

/// Bytes as a person reads them.
func text(bytes: Int) -> String {
    abs(bytes) < 100_000
        ? "\(text(Double(bytes) / 1_000, 1)) kB" : "\(text(Double(bytes) / 1_000_000, 1)) MB"
}
