import AgentKV
import AgentKVSQLite
import CoreMetrics
import HTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct MetricsTests {
    @Test func `Requests are counted by operation and status, and timed`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            for _ in 1...3 { _ = try await client.send(.get, "/kvstore/kv/a/n/k") }
            _ = try await client.send(.get, "/kvstore/kv/b/n/k")
            _ = try await client.send(.get, "/nowhere")
            let answer = try await client.send(.get, "/kvstore/metrics")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            let lines = answer.text.split(separator: "\n")
            let count = #"agentkv_requests_total{operation="kvStore.get",via="rest",status="#
            #expect(lines.contains("\(count)\"200\"} 3"))
            #expect(lines.contains("\(count)\"404\"} 1"))
            #expect(
                lines.contains(
                    #"agentkv_requests_total{operation="kvStore.error",via="rest",status="404"} 1"#
                )
            )
            #expect(
                lines.contains(
                    #"agentkv_request_seconds_count{operation="kvStore.get",via="rest"} 4"#
                )
            )
            #expect(lines.contains("# TYPE agentkv_request_seconds histogram"))
            #expect(lines.contains("agentkv_sockets 0.0"))
            #expect(lines.contains("agentkv_requests_in_flight 1.0"))
        }
    }

    @Test func `A figure of a name and dimensions is one figure, and its text is escaped`() {
        let registry = MetricsRegistry(help: ["a_total": "What a counts."])
        registry.makeCounter(label: "a_total", dimensions: [("x", "\"\\\n")]).increment(by: 2)
        registry.makeCounter(label: "a_total", dimensions: [("x", "\"\\\n")]).increment(by: 3)
        registry.makeCounter(label: "a_total", dimensions: []).increment(by: 1)
        #expect(
            registry.text == #"""
                # HELP a_total What a counts.
                # TYPE a_total counter
                a_total 1
                a_total{x="\"\\\n"} 5

                """#
        )
    }

    @Test func `A time is counted up to every limit that it does not exceed`() {
        let registry = MetricsRegistry(help: [:])
        let timer = registry.makeTimer(label: "t", dimensions: [])
        for nanoseconds in [100_000, 100_001, 3_000_000_000, 6_000_000_000] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.contains(#"t_bucket{le="0.0001"} 1"#))
        #expect(lines.contains(#"t_bucket{le="0.00025"} 2"#))
        #expect(lines.contains(#"t_bucket{le="5.0"} 3"#))
        #expect(lines.contains(#"t_bucket{le="+Inf"} 4"#))
        #expect(lines.contains("t_count 4"))
        #expect(lines.contains("t_sum 9.000200001"))
    }
}
