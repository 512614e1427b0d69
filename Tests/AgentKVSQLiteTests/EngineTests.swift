import Testing

@testable import AgentKVSQLite
