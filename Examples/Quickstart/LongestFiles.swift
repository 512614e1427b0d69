/// The files with the most lines, the longest first.
struct LongestFiles: Codable, Sendable {
    static let maximumCount = 5

    struct Place: Codable, Sendable {
        let file: FoundFile
        let lines: Int
    }

    private(set) var places: [Place] = []

    /// Takes in one more file if it is long enough, and lets go of what is too short then.
    mutating func insert(_ file: FoundFile, lines: Int) {
        places.removeAll { $0.file.id == file.id }
        let index = places.firstIndex { $0.lines < lines } ?? places.endIndex
        places.insert(Place(file: file, lines: lines), at: index)
        places = Array(places.prefix(Self.maximumCount))
    }
}
