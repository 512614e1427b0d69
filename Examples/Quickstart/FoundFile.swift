/// A file as the scout reports it: an item of the inbox.
struct FoundFile: Codable, Sendable {
    /// What tells items apart: the path below the folder.
    let id: String
    let name: String
    let bytes: Int

    /// The file's extension, as what it is counted.
    var kind: String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "(none)" }
        return String(name[dot...].dropFirst())
    }
}
