import AgentKV

/// Two tasks pass the files of a folder to one another through a store in memory.
///
/// The scout walks the folder and puts what it finds into an inbox. The reader takes over whatever
/// is in the inbox, finds out what is in each file, and remembers that for a while. This file is
/// the whole program; the others hold what has little to do with the store.
@main
struct Quickstart {
    let folder: String
    let run = "run:\(UInt16.random(in: 0 ... .max))"
    let kv = TransientStore()

    static func main() async {
        await Command.perform { folder in try await Quickstart(folder: folder).start() }
    }

    func start() async throws {
        // The bell says that there is mail, not what: rung twice before the reader wakes, it is
        // heard once, and the reader takes all there is.
        let (mail, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        try await kv.set("\(run):longest", to: LongestFiles(), ttl: .seconds(300))
        async let scouting: Void = scout(ringing: bell)
        async let reading: Void = read(when: mail)
        _ = try await (scouting, reading)
        // The work is done: its result may be asked for a while longer.
        try await kv.expire("\(run):longest", ttl: .seconds(900))
        try await printSummary()
    }

    /// Puts every file of the folder into the inbox, a page at a time.
    func scout(ringing bell: AsyncStream<Void>.Continuation) async throws {
        defer { bell.finish() }
        var walk = FolderWalk(folder)
        while let page = walk.nextPage() {
            // Twice, as by a sender that saw no answer: what still waits is not taken in again.
            for _ in 1...2 {
                try await kv.listAppendUnique("inbox:files", items: page, ttl: .seconds(3600))
                try await kv.increment("\(run):sent", by: page.count)
            }
            bell.yield()
        }
        try await kv.mset(
            ["\(run):found": walk.found, "\(run):skipped": walk.skipped, "\(run):cut": walk.isCut],
            ttl: .seconds(600)
        )
    }

    /// Takes the whole inbox whenever the bell rings, until the scout is done.
    func read(when mail: AsyncStream<Void>) async throws {
        for await _ in mail {
            let files = try await kv.listPopAll("inbox:files", as: FoundFile.self)
            for file in files { try await note(file) }
            try await kv.increment("\(run):taken", by: files.count)
            print("  the reader took \(files.count) files from inbox:files")
        }
    }

    /// Counts a file under its kind, and keeps it if it is one of the longest.
    func note(_ file: FoundFile) async throws {
        try await kv.increment("\(run):kind:\(file.kind)", ttlIfNew: .seconds(600))
        guard let facts = try await facts(of: file) else { return }
        try await kv.increment("\(run):lines", by: facts.lines)
        try await kv.update("\(run):longest", as: LongestFiles.self) { longest in
            longest?.insert(file, lines: facts.lines)
        }
    }

    /// Returns what is in a file, from the cache if the same content was seen in the last five
    /// minutes; nil if the file cannot be read.
    func facts(of file: FoundFile) async throws -> TextFacts? {
        guard let content = Content(path: "\(folder)/\(file.id)") else {
            try await kv.increment("\(run):unreadable")
            return nil
        }
        let key = "cache:facts:\(content.digest)"
        if let facts = try await kv.get(key, as: TextFacts.self) {
            try await kv.increment("\(run):cache:hits")
            return facts
        }
        let facts = TextFacts(content)
        try await kv.set(key, to: facts, ttl: .seconds(300))
        try await kv.increment("\(run):cache:misses")
        return facts
    }
}
