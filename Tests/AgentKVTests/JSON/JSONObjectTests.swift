import AgentKV
import Testing

@Suite struct JSONObjectTests {
    @Test func `members stay in the order in which their names came`() {
        var object: JSONObject = ["z": 1, "a": 2]
        object["m"] = 3
        object["z"] = 4
        #expect(object.names == ["z", "a", "m"])
        #expect(object.map(\.value) == [4, 2, 3])
        #expect(object[1].name == "a")
    }

    @Test func `setting nil removes a member and setting null does not`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = nil
        object["b"] = .null
        #expect(object.names == ["b"])
        #expect(object["b"] == .some(.null))
    }

    @Test func `names are told apart by their bytes`() {
        let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func `members of a dictionary are sorted by name`() {
        let object = JSONObject(["b": 1, "a": 2, "c": 3])
        #expect(object.names == ["a", "b", "c"])
    }

    @Test func `a copy does not follow the original`() {
        var object: JSONObject = ["a": 1]
        let copy = object
        object["a"] = 2
        #expect(copy["a"] == 1)
    }

    @Test func `removing gives the value back`() {
        var object: JSONObject = ["a": 1]
        #expect(object.removeValue(forName: "a") == 1)
        #expect(object.removeValue(forName: "a") == nil)
        #expect(object.isEmpty)
    }

    @Test func `ten thousand members are found, with an index`() {
        var object = JSONObject()
        for number in 0..<10_000 { object["name \(number)"] = .integer(Int64(number)) }
        #expect(object.count == 10_000)
        #expect(object["name 9999"] == 9999)
        #expect(object["name 10000"] == nil)
    }

    @Test(arguments: 0..<50)
    func `random changes agree with a plain list`(seed: Int) {
        var generator = JSONGenerator(seed: seed)
        var object = JSONObject()
        var list: [(name: String, value: JSONValue)] = []
        for step in 0..<200 {
            let name = "n\(Int.random(in: 0..<30, using: &generator))"
            let place = list.firstIndex { $0.name == name }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                object[name] = nil
                if let place { list.remove(at: place) }
            } else {
                let value = JSONValue.integer(Int64(step))
                object[name] = value
                if let place { list[place].value = value } else { list.append((name, value)) }
            }
            #expect(object.names == list.map(\.name))
            #expect(object.map(\.value) == list.map(\.value))
            for member in list { #expect(object[member.name] == member.value) }
        }
    }
}
