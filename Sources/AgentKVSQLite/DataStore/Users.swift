internal import AgentKV
internal import Foundation

/// The instance of a user.
///
/// A column says whose an instance is. Its id and its name are made at random, so that no user id,
/// whatever it holds, can lead to an instance that somebody has made by hand, nor the other way.
extension Connection {
    /// Returns the id of a user's instance; nil if the user has none.
    func instanceID(ofUser userID: String) throws -> String? {
        let statement = try statement("SELECT id FROM kv_instances WHERE user_id = ?1")
        defer { statement.reset() }
        try statement.bind(userID, at: 1)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Returns whose an instance is; nil if it is no user's.
    func user(ofInstance id: String) throws -> String? {
        let statement = try statement("SELECT user_id FROM kv_instances WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        return try statement.step() ? statement.optionalText(0) : nil
    }
}

extension WriteSession {
    /// Returns the id of a user's instance, which is made if it is missing.
    func ensureInstance(ofUser userID: String) throws -> String {
        if let id = try connection.instanceID(ofUser: userID) { return id }
        let instance = try createInstance(
            name: "user-\(UUID().uuidString.lowercased())",
            description: "What agents keep for the user \(userID)"
        )
        try setUser(userID, ofInstance: instance.id)
        return instance.id
    }

    /// Makes an instance that of a user who has none.
    func setUser(_ userID: String, ofInstance id: String) throws {
        let statement = try connection.statement(
            "UPDATE kv_instances SET user_id = ?2 WHERE id = ?1"
        )
        try statement.bind(id, at: 1)
        try statement.bind(userID, at: 2)
        try statement.run()
    }
}
