import Foundation

/// The command line: `quickstart [folder]`.
enum Command {
    static let help = """
        usage: quickstart [folder]

        Two tasks share a store in memory: one walks the folder and puts its files into an inbox,
        the other takes them out, caches what it finds out about them, and counts. At the end
        it prints what happened. Without a folder it takes the sources of this package.

        Hidden entries and links are left out. It stops after \(FolderWalk.bounds),
        and leaves out files above 1 MiB.

          -h, --help   show this

        exit status: 0, or 64 if the arguments are wrong, 66 if the folder cannot be read,
        70 if something else fails
        """

    /// Runs `body` on the folder that the arguments name, or ends the process with a message.
    static func perform(_ body: (String) async throws -> Void) async {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains("--help") || arguments.contains("-h") { return print(help) }
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
        print("Looking through \(folder.printable)")
        do {
            try await body(folder)
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
