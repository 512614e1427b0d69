import AgentKV
import Foundation
import HTTPTypes
import Testing

@Suite struct LostFileRouteTests {
    @Test func `A server whose file was removed answers no request with success`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("agentkv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("server.sqlite").path
        try await withRoutes(path: path) { client in
            let record: JSONValue = [
                "instanceId": "a", "namespace": "n", "key": "k", "value": 1,
                "autoCreateInstance": true,
            ]
            let before = try await client.send(.post, "/kvstore/kv", record)
            #expect(before.status == 200)
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
            for _ in 0..<2 {
                let set = try await client.send(.post, "/kvstore/kv", record)
                #expect(set.status == 500)
                #expect(set.json["success"] == false)
                #expect(set.error.contains("removed"))
            }
            let get = try await client.send(.get, "/kvstore/kv/a/n/k")
            #expect(get.status == 500)
        }
    }
}
