import AgentKV
import Testing

@testable import AgentKVServer

@Suite struct FrameLabelTests {
    @Test(
        arguments: [
            (#"{"type":"t","requestId":"7"}"#, "t", "7"),
            (" {\n\"type\" :\t\"t\" , \"requestId\": \"7\" } ", "t", "7"),
            (#"{"params":{"type":"x","requestId":"1"},"requestId":"7"}"#, nil, "7"),
            (#"{"a":["}",{"b":"]\"}"}],"type":"t"}"#, "t", nil),
            (#"{"type":"\u0074\"","requestId":"\\"}"#, "t\"", #"\"#),
            (#"{"typ\u0065":"t"}"#, "t", nil),
            (#"{"type":"a","type":"b","requestId":"1","requestId":2}"#, "b", 2),
            (#"{"type":"a","type":1}"#, nil, nil),
            (#"{"requestId":-1.5}"#, nil, -1.5),
            (#"{"requestId":100000000000000000000}"#, nil, 1e20),
            (#"{"requestId":1e400,"type":"t"}"#, "t", nil),
            (#"{"requestId":null,"type":true}"#, nil, nil),
            (#"{"requestId":[7],"type":{}}"#, nil, nil),
            (#"{"requestId":"\ud800","type":"t"}"#, "t", nil),
            (#"{"requestId":nan,"type":0x7}"#, nil, nil),
        ] as [(String, String?, JSONValue?)]
    )
    func `It has the type and the id of the outermost object`(
        text: String,
        type: String?,
        id: JSONValue?
    ) {
        let label = FrameLabel(of: Array(text.utf8))
        #expect(label.type == type)
        #expect(label.requestID == id)
    }

    @Test(
        arguments: [
            ("", nil), ("[]", nil), ("7", nil), ("{", nil), (#"{"type""#, nil), (#"{"type":"#, nil),
            (#"{"type":"t"#, nil), (#"{"type":"t""#, nil), (#"{"type":"t","#, "t"),
            (#"{"type":"t","a":[}"#, "t"), (#"{"type":"t" "a":1}"#, "t"), (#"{"type":"t"}}"#, "t"),
            (#"{type:"t"}"#, nil), (#"{,"type":"t"}"#, nil), (#"{"a"}"type":"t"}"#, nil),
            (#"{"a":"\"#, nil), (#"{"type":"t"x}"#, nil), (#"{"type":}"#, nil),
        ] as [(String, String?)]
    )
    func `Of a broken text it has what stands whole before the break`(text: String, type: String?) {
        #expect(FrameLabel(of: Array(text.utf8)).type == type)
    }

    @Test func `It looks past any nesting`() {
        let depth = 200_000
        let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let label = FrameLabel(of: Array(#"{"params":\#(nest),"type":"t"}"#.utf8))
        #expect(label.type == "t")
    }
}
