import AgentKVTesting
import Testing

@testable import AgentKV

@Suite struct SortedKeysTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `the order is that of the bytes, whatever comes and goes`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var keys = SortedKeys()
        var model: Set<[UInt8]> = []
        for _ in 0..<4_000 {
            let key = "k\(Int.random(in: 0...2_000, using: &random))é"
            if Int.random(in: 0..<3, using: &random) == 0 {
                keys.remove(key)
                model.remove(Array(key.utf8))
            } else {
                keys.insert(key)
                model.insert(Array(key.utf8))
            }
        }
        let sorted = model.sorted { $0.lexicographicallyPrecedes($1) }
        for bound in ["", "k1", "k1999é", "z"] {
            var found: [[UInt8]] = []
            keys.forEach(from: bound) {
                found.append(Array($0.utf8))
                return true
            }
            #expect(found == sorted.filter { !$0.lexicographicallyPrecedes(Array(bound.utf8)) })
        }
    }

    @Test func `keys that come and go while the order is built are in it or not`() throws {
        let test = TableUnderTest()
        for number in 0..<2_000 { try test.set("old \(number)") }
        var round = 0
        while !test.table.sortKeys(limit: 100) {
            try test.set("new \(round)")
            #expect(test.delete("old \(round * 60)"))
            #expect(test.delete("old \(1_999 - round)"))
            round += 1
        }
        #expect(round > 10)
        #expect(test.table.brokenInvariants() == [])
    }
}
