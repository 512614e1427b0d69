import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct RequestSocketTests {
    /// Sends a request and returns its answer, past the events.
    private static func ask(
        _ socket: SocketClient,
        _ operation: String,
        _ params: JSONValue = [:]
    ) async throws -> JSONValue {
        let id = JSONValue.string("id-\(operation)")
        try await socket.send(
            ["type": .string("kvStore.\(operation)"), "requestId": id, "params": params]
                as JSONValue
        )
        while true {
            let frame = try await socket.nextJSON()
            if frame["requestId"] == id || frame == .null { return frame }
        }
    }

    @Test func `All twelve operations of the JavaScript client are answered`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt?id=1&agent=x") { socket in
                let made = try await Self.ask(socket, "createInstance", ["name": "a"])
                let id = made["data"]?["instance"]?["id"] ?? .null
                #expect(made["type"] == "kvStore.createInstance")
                #expect(made["success"] == true)
                let listed = try await Self.ask(socket, "listInstances")
                #expect(listed["data"]?["instances"]?[0]?["id"] == id)
                let changed = try await Self.ask(
                    socket,
                    "updateInstance",
                    ["instanceId": id, "description": "d"]
                )
                #expect(changed["data"]?["instance"]?["description"] == "d")
                let got = try await Self.ask(socket, "getInstance", ["instanceId": id])
                #expect(got["data"]?["instance"]?["description"] == "d")
                let place: JSONObject = ["instanceId": id, "namespace": "n", "key": "k"]
                var record = place
                record["value"] = ["x": 1]
                let set = try await Self.ask(socket, "set", .object(record))
                #expect(set["data"]?["record"]?["value"] == ["x": 1])
                let read = try await Self.ask(socket, "get", .object(place))
                #expect(read["data"]?["value"] == ["x": 1])
                #expect(read["data"]?["exists"] == true)
                let query: JSONValue = ["query": ["from": ["instance": id, "namespace": "n"]]]
                let found = try await Self.ask(socket, "query", query)
                #expect(found["data"]?["result"]?["total"] == 1)
                #expect(found["data"]?["result"]?["records"]?[0]?["key"] == "k")
                let names = try await Self.ask(socket, "getNamespaces", ["instanceId": id])
                #expect(names["data"] == ["namespaces": ["n"]])
                let count = try await Self.ask(socket, "getRecordCount", ["instanceId": id])
                #expect(count["data"] == ["count": 1])
                let deleted = try await Self.ask(socket, "delete", .object(place))
                #expect(deleted["data"] == ["deleted": true])
                let cleared = try await Self.ask(socket, "deleteNamespace", .object(place))
                #expect(cleared["data"] == ["deletedCount": 0])
                let gone = try await Self.ask(socket, "deleteInstance", ["instanceId": id])
                #expect(gone["data"] == ["deleted": true])
            }
        }
    }

    @Test(
        arguments: ["/codebolt", "/plugin"],
        ["events=true", "x=%&events=true", "namespace=n", "instance=a", "after=99999999999"]
    )
    func `A socket for requests is told of events where it asks for them`(
        path: String,
        query: String
    )
        async throws
    {
        try await RunningServer.run { server in
            try await server.database.createInstance(name: "a")
            try await SocketClient.open(server, "\(path)?\(query)") { socket in
                // Who is answered is told of what happens from then on.
                #expect(try await Self.ask(socket, "listInstances")["success"] == true)
                try await server.database.set("k", to: 1, instance: "a", namespace: "n")
                #expect(try await socket.nextJSON()["type"] == "kvStore:record-set")
            }
        }
    }

    @Test(arguments: ["", "?", "?events=false", "?id=1&agentId=x", "?instances=a"])
    func `A socket for requests that asks for no events is told of none, and not closed for them`(
        query: String
    )
        async throws
    {
        let options = ServerOptions.changed { $0.limits.waitingEvents = 1 }
        try await RunningServer.run(options) { server in
            try await server.database.createInstance(name: "a")
            try await SocketClient.open(server, "/codebolt\(query)") { socket in
                for id in ["1", "2"] {
                    try await socket.send(
                        ["type": "kvStore.listInstances", "requestId": .string(id)] as JSONValue
                    )
                    let answer = try await socket.nextJSON()
                    #expect(answer["requestId"] == .string(id))
                    for key in 1...20 {
                        try await server.database.set(
                            "\(key)",
                            to: 1,
                            instance: "a",
                            namespace: "n"
                        )
                    }
                }
            }
        }
    }

    @Test(
        arguments: ["/codebolt", "/plugin"],
        [
            "%", "agentTask=100%", "a=%zz&b=%ff%c3", "%=%", "id=1&&=&=x&", "x=a?b?c=d",
            #"q={"a":[1]}|^`\"#, String(repeating: "x", count: 10_000),
        ]
    )
    func `A socket for requests is opened with any query`(
        path: String,
        query: String
    )
        async throws
    {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "\(path)?\(query)") { socket in
                let listed = try await Self.ask(socket, "listInstances")
                #expect(listed["success"] == true)
            }
        }
    }

    @Test func `A socket for requests is told of what it does itself as well`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt?events=true") { socket in
                try await socket.send(
                    ["type": "kvStore.createInstance", "requestId": "1", "params": ["name": "a"]]
                        as JSONValue
                )
                let frames = [try await socket.nextJSON(), try await socket.nextJSON()]
                let types = Set(frames.compactMap { $0["type"] })
                #expect(types == ["kvStore.createInstance", "kvStore:instance-created"])
            }
        }
    }

    @Test(arguments: [
        (#"{"type":"kvStore.nope","requestId":"1"}"#, "nope"),
        (#"{"type":"kvStore.get","requestId":"1"}"#, "instanceId"),
        (#"{"type":"kvStore.get","requestId":"1","params":[]}"#, "params"),
        (#"{"type":"kvStore.get","requestId":"1","params":{"instanceId":1}}"#, "instanceId"),
        (
            #"{"type":"kvStore.get","requestId":"1","params":{"instanceId":"a","namespace":"n","key":"k"}}"#,
            "not found"
        ),
        (#"{"requestId":"1"}"#, "type"),
        (#"{"type":7,"requestId":"1"}"#, "type"),
        (#"{"type":"kvStore.query","requestId":"1","params":{"query":{}}}"#, "instance"),
    ])
    func `What cannot be done is answered with the id of the request`(
        frame: String,
        word: String
    )
        async throws
    {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                try await socket.send(frame)
                let answer = try await socket.nextJSON()
                #expect(answer["requestId"] == "1")
                #expect(answer["success"] == false)
                guard case .string(let error)? = answer["error"] else {
                    Issue.record("there is no error in \(answer)")
                    return
                }
                #expect(error.contains(word))
            }
        }
    }

    @Test(arguments: [#""7""#, "7", "-7", "1.5", #""""#])
    func `The id of a request comes back as it was sent`(id: String) async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                for type in ["kvStore.listInstances", "kvStore.nope"] {
                    try await socket.send(#"{"type":"\#(type)","requestId":\#(id)}"#)
                    guard case .text(let answer) = try await socket.nextButPing() else {
                        Issue.record("there is no answer")
                        return
                    }
                    #expect(answer.contains(#""requestId":\#(id)}"#))
                }
            }
        }
    }

    @Test(arguments: ["true", "[1]", "{}"])
    func `An id of another kind is refused`(id: String) async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                try await socket.send(#"{"type":"kvStore.listInstances","requestId":\#(id)}"#)
                let answer = try await socket.nextJSON()
                #expect(answer["success"] == false)
                guard case .string(let error)? = answer["error"],
                    case .string? = answer["requestId"]
                else {
                    Issue.record("there is no error, or no id, in \(answer)")
                    return
                }
                #expect(error.contains("requestId"))
            }
        }
    }

    @Test(arguments: ["", "{", "[1]", "hello", "{\"type\":\"kvStore.get\"", "\u{0}"])
    func `What is no JSON object is answered, and the socket stays`(frame: String) async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                try await socket.send(frame)
                #expect(try await socket.nextJSON()["type"] == "kvStore.error")
                try await socket.send([0xFF, 0xFE] as [UInt8])
                #expect(try await socket.nextJSON()["type"] == "kvStore.error")
                try await socket.send([1, 2, 3] as [UInt8], opcode: 2)
                #expect(try await socket.nextJSON()["type"] == "kvStore.error")
                let listed = try await Self.ask(socket, "listInstances")
                #expect(listed["success"] == true)
            }
        }
    }

    @Test func `Ten thousand requests on one socket are each answered, in order`() async throws {
        try await RunningServer.run { server in
            try await server.database.createInstance(name: "a")
            try await SocketClient.open(server, "/codebolt") { socket in
                let count = 10_000
                let request = #""params":{"instanceId":"a","namespace":"n","key":"k"}"#
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let connection = socket.connection.writer
                    group.addTask {
                        for number in 0..<count {
                            let frame =
                                #"{"type":"kvStore.get","requestId":"\#(number)",\#(request)}"#
                            try await connection.write(SocketClient.frame(frame.utf8))
                        }
                    }
                    for number in 0..<count {
                        let answer = try await socket.nextJSON()
                        #expect(answer["requestId"] == .string("\(number)"))
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `A socket for events answers a request with where to send it`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/ws") { socket in
                _ = try await socket.nextJSON()
                let answer = try await Self.ask(socket, "listInstances")
                #expect(answer["success"] == false)
                #expect(answer["type"] == "kvStore.listInstances")
            }
        }
    }
}
