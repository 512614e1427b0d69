/// What the command line of `benchmarks peers` asks for.
struct PeersOptions: Sendable {
    var filter = ""
    var rounds = 7
    /// The folders of the programs of other languages that take part.
    var peers: [String] = []
    var markdown: String?
    var charts: String?
    var isQuick = false
    var onlyLists = false
    var onlyHelps = false
    /// A job's words and the competitor's name, in a child process.
    var child: (job: String, competitor: String)?

    static let help = """
        Compares AgentKV with its peers, in interleaved rounds.

        usage: swift run -c release benchmarks peers [options]

          --peers NAMES    peers that are no Swift: all, or some of these with commas between:
                           \(PeerScript.names.joined(separator: ", "))
                           (default none; each installs what it needs, and is left out otherwise)
          --filter WORD    only tables whose title contains WORD (in any case)
          --rounds N       rounds per competitor (default 7, fewer where one takes long)
          --markdown FILE  also write the tables to FILE
          --svg FOLDER     also draw the curves into FOLDER
          --quick          a tenth of the work and two rounds: shows that everything runs
          --list           print the titles of the tables and stop
          --help           print this and stop
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var chosenRounds: Int?
        func value(of option: String) throws -> String {
            guard let value = rest.popFirst() else {
                throw Options.Failure(description: "\(option) needs a value")
            }
            return value
        }
        while let option = rest.popFirst() {
            switch option {
            case "--peers": peers = try Self.peers(try value(of: option))
            case "--filter": filter = try value(of: option)
            case "--rounds":
                guard let count = Int(try value(of: option)), count > 0 else {
                    throw Options.Failure(description: "--rounds needs a number of at least 1")
                }
                chosenRounds = count
            case "--markdown": markdown = try value(of: option)
            case "--svg": charts = try value(of: option)
            case "--quick": isQuick = true
            case "--list": onlyLists = true
            case "--help", "-h": onlyHelps = true
            case ChildProcess.option: child = (try value(of: option), try value(of: option))
            default: throw Options.Failure(description: "unknown option \(option)")
            }
        }
        rounds = chosenRounds ?? (isQuick ? 2 : rounds)
    }

    private static func peers(_ text: String) throws -> [String] {
        if text == "all" { return PeerScript.names }
        if text == "none" { return [] }
        let chosen = text.split(separator: ",").map(String.init)
        for name in chosen where !PeerScript.names.contains(name) {
            throw Options.Failure(description: "--peers: there is no \(name)")
        }
        return chosen
    }
}
