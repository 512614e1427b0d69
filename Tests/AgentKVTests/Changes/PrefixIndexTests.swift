import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("PrefixIndex")
struct PrefixIndexTests {
    @Test(arguments: UInt64(1)...20)
    func `finds the prefixes of a key, as comparing them one by one does`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func text() -> String {
            let count = Int.random(in: 0...6, using: &random)
            return String((0..<count).map { _ in "abé".randomElement(using: &random) ?? "a" })
        }
        var index = PrefixIndex()
        var numbers: [Int: String] = [:]
        for _ in 0..<300 {
            if Bool.random(using: &random), let (number, _) = numbers.randomElement(using: &random)
            {
                index.remove(number)
                numbers[number] = nil
            } else {
                let prefix = text()
                let number = index.insert(prefix)
                #expect(numbers[number] ?? prefix == prefix)
                numbers[number] = prefix
            }
            let key = text() + text()
            var found: [Int] = [7]
            index.find(key, into: &found)
            let expected = numbers.filter { key.utf8.starts(with: $0.value.utf8) }.keys
            #expect(found.sorted() == expected.sorted())
        }
    }

    @Test func `tells differently composed texts apart`() {
        var index = PrefixIndex()
        let one = index.insert("\u{E9}")
        let other = index.insert("e\u{301}")
        #expect(one != other)
        var found: [Int] = []
        index.find("\u{E9}t\u{E9}", into: &found)
        #expect(found == [one])
    }
}
