/// Something that must not happen, and has.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws a violation unless something holds.
func require(_ holds: Bool, _ violation: @autoclosure () -> String) throws {
    if !holds { throw Violation(violation()) }
}
