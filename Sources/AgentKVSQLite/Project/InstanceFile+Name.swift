internal import AgentKV

extension InstanceFile {
    /// What the names of these files end in.
    static let suffix = ".json"

    /// Returns the name of the file for an instance: its id, where that can be one.
    ///
    /// Ids that others have issued may hold anything. What is no plain ASCII, or means something in
    /// a path, is percent-encoded, and so is a dot at the beginning; an id whose name would be too
    /// long for a file is cut, and told from others by a checksum. Different ids have different
    /// names, except on file systems that do not tell capital letters from small ones.
    static func name(ofInstance id: String) -> String {
        var name = ""
        for byte in id.utf8 {
            let isPlain = isPlain(byte) && !(name.isEmpty && byte == UInt8(ascii: "."))
            name += isPlain ? String(Unicode.Scalar(byte)) : escaped(byte)
        }
        if name.isEmpty { name = "%" }
        if name.utf8.count > longestName {
            let checksum = String(Checksum(of: id.utf8).value, radix: 16)
            name = "\(name.prefix(longestName - 20))%~\(checksum)"
        }
        return name + suffix
    }

    /// File systems take 255 bytes.
    private static let longestName = 240

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "/", "\\", ":", "%", "*", "?", "\"", "<", ">", "|": false
        default: (0x20...0x7E).contains(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}
