/// The number of a message, which it gets when it is first lent and keeps from then on.
///
/// Messages are lent in the order in which they were sent, so that of two messages with numbers the
/// one with the smaller number was sent first.
public struct MessageNumber: Codable, Sendable, Hashable, Comparable {
    /// The store's revision when it was first lent.
    let revision: Int64
    /// Which of the messages that were lent together it is.
    let index: Int

    /// Whether the first message was lent before the second.
    public static func < (left: MessageNumber, right: MessageNumber) -> Bool {
        (left.revision, left.index) < (right.revision, right.index)
    }

    /// The number as users see it.
    var text: String { "\(revision).\(index)" }

    /// The name of the metadata that a lent message is: names sort as the numbers do.
    var name: String { Self.sortable(revision) + Self.sortable(Int64(index)) }

    /// The digits of a number, after a letter that says how many they are.
    private static func sortable(_ number: Int64) -> String {
        let digits = String(number, radix: 36)
        return String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(digits.utf8.count))) + digits
    }
}
