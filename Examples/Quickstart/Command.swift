import Foundation

/// The command line: `quickstart [--persist FILE] [folder]`.
struct Command {
    let folder: String
    let file: String?

    static let help = """
        usage: quickstart [--persist FILE] [folder]

        Two tasks share a store in memory: one walks the folder and puts its files into an inbox,
        the other takes them out, caches what it finds out about them, and counts. At the end
        it prints what happened. Without a folder it takes the sources of this package.

        With --persist the store is written to the SQLite database FILE, which is made if it is
        missing: the next run with that file continues where this one stops, however it stops.

        Hidden entries and links are left out. It stops after \(FolderWalk.bounds),
        and leaves out files above 1 MiB.

          --persist FILE   keep what is found out in FILE
          -h, --help       show this

        exit status: 0, or 64 if the arguments are wrong, 66 if the folder cannot be read,
        70 if something else fails, such as opening FILE
        """

    /// Runs `body` on what the arguments ask for, or ends the process with a message.
    static func perform(_ body: (Command) async throws -> Void) async {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") || arguments.contains("-h") { return print(help) }
        var file: String?
        if let option = arguments.firstIndex(of: "--persist") {
            guard arguments.indices.contains(option + 1) else { fail(64, "--persist needs a file") }
            file = arguments[option + 1]
            arguments.removeSubrange(option...(option + 1))
        }
        if let option = arguments.first(where: { $0.hasPrefix("-") }) {
            fail(64, "unknown option \(option.printable); --help shows what there is")
        }
        guard arguments.count <= 1 else { fail(64, "one folder at most; --help explains") }
        let folder = arguments.first ?? ownSources
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            fail(66, "there is no folder \"\(folder.printable)\"")
        }
        guard isFolder.boolValue else { fail(66, "\"\(folder.printable)\" is not a folder") }
        guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil else {
            fail(66, "the folder \"\(folder.printable)\" cannot be read")
        }
        do {
            try await body(Command(folder: folder, file: file))
        } catch {
            fail(70, "\(error)")
        }
    }

    /// The folder `Sources` where the command is run, or else where this file was compiled.
    private static var ownSources: String {
        if FileManager.default.fileExists(atPath: "Sources/AgentKV") { return "Sources" }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return package.appending(path: "Sources").standardizedFileURL.path
    }

    private static func fail(_ status: Int32, _ message: String) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data("quickstart: \(message)\n".utf8))
        exit(status)
    }
}
