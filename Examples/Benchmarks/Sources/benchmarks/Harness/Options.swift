/// What the command line asks for.
struct Options: Sendable {
    var filter = ""
    var rounds = 15
    var markdown: String?
    var isQuick = false
    var onlyLists = false
    var onlyHelps = false
    /// The subject's title and the contender's name, in a child process.
    var child: (subject: String, contender: String)?

    static let help = """
        Measures AgentKV beside its peers, in interleaved rounds in one process.

        usage: swift run -c release benchmarks [options]
               swift run -c release benchmarks peers [options]   (peers --help tells of those)

          --filter WORD    only subjects whose title contains WORD (in any case)
          --rounds N       rounds per contender, of which the median is printed (default 15)
          --markdown FILE  also write the tables to FILE
          --quick          a tenth of the work and fewer rounds: shows that everything runs
          --list           print the titles of the subjects and stop
          --help           print this and stop

        A ratio is the median of the ratios to the first contender within each round, which a busy
        machine disturbs less than the figures themselves.
        """

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var chosenRounds: Int?
        func value(of option: String) throws -> String {
            guard let value = rest.popFirst() else {
                throw Failure(description: "\(option) needs a value")
            }
            return value
        }
        while let option = rest.popFirst() {
            switch option {
            case "--filter": filter = try value(of: option)
            case "--rounds":
                guard let count = Int(try value(of: option)), count > 0 else {
                    throw Failure(description: "--rounds needs a number of at least 1")
                }
                chosenRounds = count
            case "--markdown": markdown = try value(of: option)
            case "--quick": isQuick = true
            case "--list": onlyLists = true
            case "--help", "-h": onlyHelps = true
            case ChildProcess.option: child = (try value(of: option), try value(of: option))
            default: throw Failure(description: "unknown option \(option)")
            }
        }
        rounds = chosenRounds ?? (isQuick ? 3 : rounds)
    }
}
