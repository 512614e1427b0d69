import CMalloc

#if os(Linux)
import Foundation
#endif

/// A way to weigh what the process holds.
///
/// The figure to trust is `allocated`: the bytes in blocks that the allocator has handed out and
/// not got back, its own overhead included. It is exact and the same in every run. `resident`
/// confirms it from outside, page by page; it also counts what was freed and not yet returned to
/// the system, such as the smaller storage that a dictionary has grown out of.
enum MemoryGauge: String, CaseIterable {
    case allocated
    #if os(Linux)
    case resident
    #endif

    /// The bytes that `body`'s result adds to the process.
    func bytes<Result>(
        addedBy body: () async throws -> Result
    ) async rethrows -> Double {
        let before = read()
        let result = try await body()
        let after = read()
        withExtendedLifetime(result) {}
        return Double(after - before)
    }

    #if os(Linux)
    func read() -> Int {
        switch self {
        case .allocated:
            // Blocks in the heaps of all threads, and large blocks mapped on their own.
            let info = mallinfo2()
            return Int(info.uordblks + info.hblkhd)
        case .resident:
            // The second number of statm: resident pages.
            let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            let pages = statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
        }
    }
    #else
    func read() -> Int {
        var statistics = malloc_statistics_t()
        malloc_zone_statistics(nil, &statistics)
        return Int(statistics.size_in_use)
    }
    #endif
}
