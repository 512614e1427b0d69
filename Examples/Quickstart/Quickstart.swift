import AgentKV
import AgentKVSQLite

/// Two tasks pass the files of a folder to one another through a store in memory.
///
/// The scout walks the folder and puts what it finds into an inbox. The reader takes over whatever
/// is in the inbox, finds out what is in each file, and remembers that for a while. With a file
/// behind the store the next run knows which files have been read, also when this one is killed.
/// This file is the whole program; the others hold what has little to do with the store.
@main
struct Quickstart {
    let folder: String
    let run: String
    let kv: TransientStore

    static func main() async {
        await Command.perform { command in
            let kv = try await store(in: command.file)
            let run = "run:\(command.folder.utf8.digest)"
            try await Quickstart(folder: command.folder, run: run, kv: kv).start()
            try await kv.close()  // with a file: once all is in it
        }
    }

    /// Returns a store in memory, which a file outlives if there is one.
    static func store(in file: String?) async throws -> TransientStore {
        guard let file else { return TransientStore() }
        let database = try await SQLiteDatabase(path: file)
        return try await TransientStore(persistence: database.store(instance: "quickstart"))
    }

    func start() async throws {
        print("Looking through \(folder.printable)")
        let before = try await kv.get("\(run):taken", default: 0)
        if before > 0 { print("  continuing \(run): \(before) files were read before") }
        // The bell says that there is mail, not what: rung twice before the reader wakes, it is
        // heard once, and the reader takes all there is.
        let (mail, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        try await kv.setIfAbsent("\(run):longest", to: LongestFiles(), ttl: Self.week)
        async let scouting: Void = scout(ringing: bell)
        async let reading: Void = read(when: mail)
        _ = try await (scouting, reading)
        // The work is done: from now on its result may be asked for a week longer.
        try await kv.expire("\(run):longest", ttl: Self.week)
        try await printSummary()
    }

    static let week = Duration.seconds(7 * 86_400)

    /// Puts every file of the folder that has not been read into the inbox, a page at a time.
    func scout(ringing bell: AsyncStream<Void>.Continuation) async throws {
        defer { bell.finish() }
        var walk = FolderWalk(folder)
        while let page = walk.nextPage() {
            let known = try await kv.mget(page.map(noteKey), as: Bool.self)
            let new = zip(page, known).compactMap { $1 == nil ? $0 : nil }
            try await kv.increment(
                "\(run):known",
                by: page.count - new.count,
                ttlIfNew: Self.week
            )
            // Twice, as by a sender that saw no answer: what still waits is not taken in again.
            for _ in 1...2 { try await send(new) }
            bell.yield()
        }
        try await kv.mset(
            ["\(run):found": walk.found, "\(run):skipped": walk.skipped, "\(run):cut": walk.isCut],
            ttl: Self.week
        )
    }

    /// Puts files into the inbox, and counts how many of them wait there already.
    func send(_ files: [FoundFile]) async throws {
        try await kv.transaction { tx in
            let waiting = try tx.get("inbox:files", default: [FoundFile]()).count
            let now = try tx.listAppendUnique("inbox:files", items: files, ttl: Self.week).count
            try tx.increment("\(run):sent", by: files.count, ttlIfNew: Self.week)
            let dropped = files.count - (now - waiting)
            try tx.increment("\(run):dropped", by: dropped, ttlIfNew: Self.week)
        }
    }

    /// Takes the whole inbox whenever the bell rings, until the scout is done.
    func read(when mail: AsyncStream<Void>) async throws {
        for await _ in mail {
            let files = try await kv.listPopAll("inbox:files", as: FoundFile.self)
            for file in files { try await note(file) }
            print("  the reader took \(files.count) files from inbox:files")
        }
    }

    /// Counts a file under its kind, and keeps it if it is one of the longest: all of that or, when
    /// the process ends meanwhile, nothing.
    func note(_ file: FoundFile) async throws {
        let facts = try await facts(of: file)
        try await kv.transaction { tx in
            guard try tx.setIfAbsent(noteKey(file), to: true, ttl: Self.week) else { return }
            try tx.increment("\(run):taken", ttlIfNew: Self.week)
            try tx.increment("\(run):kind:\(file.kind)", ttlIfNew: Self.week)
            guard let facts else { return }
            try tx.increment("\(run):lines", by: facts.lines, ttlIfNew: Self.week)
            try tx.update("\(run):longest", as: LongestFiles.self) { longest in
                longest?.insert(file, lines: facts.lines)
            }
        }
    }

    /// Where it is noted that a file has been read: of that path and that many bytes.
    func noteKey(_ file: FoundFile) -> String {
        "\(run):noted:\(file.id.utf8.digest):\(file.bytes)"
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
