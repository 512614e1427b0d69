import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct EventSocketTests {
    @Test func `The end of a lifetime is told without being asked for`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/ws") { socket in
                #expect(try await socket.nextJSON()["type"] == "kvStore:connected")
                try await server.database.createInstance(name: "a")
                try await server.database.set(
                    "k",
                    to: 1,
                    instance: "a",
                    namespace: "n",
                    ttl: .milliseconds(1)
                )
                var types: [JSONValue?] = []
                for _ in 1...3 { types.append(try await socket.nextJSON()["type"]) }
                #expect(types[1...] == ["kvStore:record-set", "kvStore:record-deleted"])
            }
        }
    }

    @Test func `The six events come as frames with type, data and revision`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/ws") { socket in
                let first = try await socket.nextJSON()
                #expect(first["type"] == "kvStore:connected")
                #expect(first["data"] == ["resumed": false])
                let database = server.database
                let id = try await database.createInstance(name: "a").id
                try await database.updateInstance("a", description: "d")
                let record = try await database.set("k", to: [1], instance: "a", namespace: "n")
                try await database.delete("k", instance: "a", namespace: "n")
                try await database.set("k", to: 2, instance: "a", namespace: "n")
                try await database.deleteNamespace("n", instance: "a")
                try await database.deleteInstance("a")
                var frames: [JSONValue] = []
                for _ in 1...7 { frames.append(try await socket.nextJSON()) }
                #expect(
                    frames.map { $0["type"] } == [
                        "kvStore:instance-created", "kvStore:instance-updated",
                        "kvStore:record-set", "kvStore:record-deleted", "kvStore:record-set",
                        "kvStore:namespace-cleared", "kvStore:instance-deleted",
                    ]
                )
                let place: JSONObject = ["instanceId": .string(id), "namespace": "n"]
                var set = place
                (set["key"], set["value"]) = ("k", [1])
                #expect(frames[0]["data"]?["name"] == "a")
                #expect(frames[1]["data"]?["description"] == "d")
                #expect(frames[2]["data"] == .object(set))
                #expect(frames[2]["revision"] == .integer(record.revision.rawValue))
                set["value"] = nil
                #expect(frames[3]["data"] == .object(set))
                #expect(frames[5]["data"] == .object(place))
                #expect(frames[6]["data"] == .string(id))
            }
        }
    }

    @Test func `A client is told of the instance and the namespace that it asks for`()
        async throws
    {
        try await RunningServer.run { server in
            let database = server.database
            for name in ["a", "b"] { try await database.createInstance(name: name) }
            try await SocketClient.open(server, "/ws?instance=a&namespace=n%2F1") { socket in
                _ = try await socket.nextJSON()
                for (instance, namespace) in [("b", "n/1"), ("a", "n"), ("a", "n/1")] {
                    try await database.set("k", to: 1, instance: instance, namespace: namespace)
                }
                try await database.deleteInstance("b")
                try await database.deleteInstance("a")
                let set = try await socket.nextJSON()
                let deleted = try await socket.nextJSON()
                #expect(set["type"] == "kvStore:record-set")
                #expect(set["data"]?["namespace"] == "n/1")
                #expect(deleted["type"] == "kvStore:instance-deleted")
            }
        }
    }

    @Test func `A client that has named an instance follows the next one of that name`()
        async throws
    {
        try await RunningServer.run { server in
            let database = server.database
            try await database.createInstance(name: "a")
            try await SocketClient.open(server, "/ws?instance=a") { socket in
                _ = try await socket.nextJSON()
                try await database.updateInstance("a", name: "b")
                try await database.set("k", to: 1, instance: "b", namespace: "n")
                try await database.deleteInstance("b")
                for name in ["c", "a"] {
                    try await database.createInstance(name: name)
                    try await database.set(name, to: 1, instance: name, namespace: "n")
                }
                var told: [String] = []
                for _ in 0..<5 {
                    let frame = try await socket.nextJSON()
                    told.append(frame["data"]?["key"]?.description ?? "\(frame["type"] ?? .null)")
                }
                #expect(
                    told == [
                        "\"kvStore:instance-updated\"", "\"k\"", "\"kvStore:instance-deleted\"",
                        "\"kvStore:instance-created\"", "\"a\"",
                    ]
                )
            }
        }
    }

    @Test func `A client that comes back goes on after the revision it has seen`() async throws {
        try await RunningServer.run(.changed { $0.limits.rememberedEvents = 3 }) { server in
            let database = server.database
            try await database.createInstance(name: "a")
            var records: [Record] = []
            // Who is told of the last one knows that the server remembers it.
            for key in ["1", "2", "3", "4"] {
                let record = try await database.set(key, to: 1, instance: "a", namespace: "n")
                records.append(record)
            }
            let revisions = records.map(\.revision.rawValue)
            try await SocketClient.open(server, "/ws?after=0") { socket in
                while try await socket.nextJSON()["revision"] != .integer(revisions[3]) {}
            }
            try await SocketClient.open(server, "/ws?after=\(revisions[1])") { socket in
                let first = try await socket.nextJSON()
                #expect(first["data"] == ["resumed": true])
                for revision in revisions[2...] {
                    let frame = try await socket.nextJSON()
                    #expect(frame["revision"] == .integer(revision))
                }
            }
            try await SocketClient.open(server, "/ws?after=\(revisions[0] - 1)") { socket in
                let first = try await socket.nextJSON()
                #expect(first["data"] == ["resumed": false])
            }
        }
    }

    @Test func `Who comes back to an instance that is another one by now is told to begin anew`()
        async throws
    {
        try await RunningServer.run { server in
            let database = server.database
            try await database.createInstance(name: "a")
            let seen = try await database.set("k", to: 1, instance: "a", namespace: "n").revision
            try await database.set("l", to: 1, instance: "a", namespace: "n")
            try await database.deleteInstance("a")
            for path in ["/codebolt", "/ws"] {
                if path == "/ws" { try await database.createInstance(name: "a") }
                // Who is told of the last one knows that the server remembers it.
                let last = try await database.lastRevision().rawValue
                try await SocketClient.open(server, "/ws?after=0") { socket in
                    while try await socket.nextJSON()["revision"] != .integer(last) {}
                }
                try await SocketClient.open(server, "\(path)?instance=a&after=\(seen)") { socket in
                    let first = try await socket.nextJSON()
                    let second = try await socket.nextJSON()
                    #expect(first["data"] == ["resumed": false])
                    #expect(second["type"] == "kvStore:restarted")
                }
            }
        }
    }

    @Test func `Who asks for what is no longer remembered is told to begin anew`() async throws {
        try await RunningServer.run { server in
            for after in ["99999", "-5", "nonsense"] {
                try await SocketClient.open(server, "/ws?after=\(after)") { socket in
                    let first = try await socket.nextJSON()
                    let second = try await socket.nextJSON()
                    #expect(first["data"] == ["resumed": false])
                    #expect(second["type"] == "kvStore:restarted")
                }
            }
        }
    }

    @Test func `Events of an unknown instance are refused with a reason`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/ws?instance=nope") { socket in
                let answer = try await socket.nextJSON()
                #expect(answer["type"] == "kvStore.error")
                #expect(try await socket.nextButPing() == .close(1_008, "instance not found"))
            }
        }
    }

    @Test func `A hundred sockets are told of every event, in order`() async throws {
        try await RunningServer.run { server in
            try await server.database.createInstance(name: "a")
            let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: [JSONValue].self) { group in
                for _ in 1...100 {
                    group.addTask {
                        try await SocketClient.open(server, "/ws?namespace=n") { socket in
                            _ = try await socket.nextJSON()
                            isReady.yield()
                            var keys: [JSONValue] = []
                            while keys.count < 20 {
                                let frame = try await socket.nextJSON()
                                if let key = frame["data"]?["key"] { keys.append(key) }
                            }
                            return keys
                        }
                    }
                }
                var count = 0
                for await _ in ready {
                    count += 1
                    if count == 100 { break }
                }
                let keys = (1...20).map { JSONValue.string("\($0)") }
                for case .string(let key) in keys {
                    try await server.database.set(key, to: 1, instance: "a", namespace: "n")
                }
                for try await told in group { #expect(told == keys) }
            }
        }
    }
}
