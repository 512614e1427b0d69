import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Foundation

extension SQLiteDatabase {
    /// The data store of a user whom tests have in mind if they name none.
    func data(of userID: String = "ada", agent: String = "indexer") -> AgentDataStore {
        AgentDataStore(database: self, userID: userID, agentName: agent)
    }
}

/// An integer under a name.
struct Score: Codable, Hashable, Sendable {
    var points: Int
}
