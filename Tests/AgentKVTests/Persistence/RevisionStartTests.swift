import AgentKV
import AgentKVTesting
import Testing

/// Where revisions go on when something is opened.
@Suite struct RevisionStartTests {
    private static let microsecond: Int64 = 1_000

    private static func start(_ found: Int64, _ nanoseconds: Int64, fast: Bool = false) -> Int64 {
        Revision.start(after: Revision(rawValue: found), at: nanoseconds, fast: fast).rawValue
    }

    @Test func `it is the time of day in microseconds, or well behind the last one found`() {
        for fast in [false, true] {
            #expect(Self.start(0, 5_000_000 * Self.microsecond, fast: fast) == 5_000_000)
            #expect(Self.start(51, 5_000_000 * Self.microsecond + 999, fast: fast) == 5_000_000)
            let ahead = Self.start(5_000_000, 5_000_000 * Self.microsecond, fast: fast)
            #expect(ahead == 5_000_000 + 1 << 20)
            let further = Self.start(5_000_001, 5_000_000 * Self.microsecond, fast: fast)
            #expect(further == 5_000_000 + 2 << 20)
            #expect(Self.start(51, 0, fast: fast) == 2 << 20)
        }
        #expect(Self.start(4_999_999, 5_000_000 * Self.microsecond) == 5_000_000)
        let fast = Self.start(4_999_999, 5_000_000 * Self.microsecond, fast: true)
        #expect(fast == 5_000_000 + 1 << 20)
    }

    @Test(arguments: [false, true], [0, 1, 1 << 19, 1 << 20, 1 << 40] as [Int64])
    func `it is another one for each microsecond, whatever was found`(fast: Bool, ahead: Int64) {
        let time: Int64 = 1_767_225_600_000_000
        let starts = (0..<1_000).map { step in
            Self.start(time + ahead, (time + step * 997) * Self.microsecond, fast: fast)
        }
        #expect(Set(starts).count == starts.count)
        #expect(starts.allSatisfy { $0 > time + ahead })
        if fast { #expect(starts.allSatisfy { $0 >= time + ahead + 1 << 20 }) }
        #expect(starts.allSatisfy { $0 < time + max(ahead, 1_000_000) + 2 << 20 })
    }

    @Test(arguments: [.min, -1, 0, .max, Revision.greatestStart.rawValue * 1_000 + 1_000])
    func `a clock that is before 1970 or centuries ahead does not count`(_ nanoseconds: Int64) {
        #expect(Self.start(51, nanoseconds) == 2 << 20)
        #expect(Self.start(.min, nanoseconds) == 1 << 20)
    }

    @Test(arguments: [Revision.greatest.rawValue - 1, .max - 1, .max])
    func `near the end it is the greatest revision, below 2^53`(_ found: Int64) {
        #expect(Self.start(found, 1) == Revision.greatest.rawValue)
        #expect(Revision.greatest.rawValue == 9_007_199_254_740_991)
    }

    @Test func `a store is not opened where no revisions are left`() async throws {
        let adapter = MemoryAdapter()
        let last = Revision(rawValue: Revision.greatest.rawValue - 1)
        try await adapter.commit(
            PersistenceBatch(entries: [], removed: [], revision: last)
        )
        let error = await #expect(throws: StoreError.self) {
            try await TransientStore(persistence: adapter)
        }
        guard case .storage(.failed, let reason)? = error else { throw error! }
        #expect(reason.contains("no revisions left"))
    }
}
