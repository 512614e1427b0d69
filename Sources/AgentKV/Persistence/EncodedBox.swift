/// A value with its JSON: it was encoded by the call that set it, to see that it can be, and is
/// written down as what that gave.
@usableFromInline
final class EncodedBox: Sendable {
    @usableFromInline
    let box: ValueBox
    let json: JSONValue

    init(_ box: ValueBox, json: JSONValue) {
        self.box = box
        self.json = json
    }
}

extension StoreValue {
    /// Whether the value may take an encoding to become JSON.
    @inline(__always)
    var needsEncoding: Bool {
        if case .boxed = storage { true } else { false }
    }

    /// Returns the value with its JSON, where that takes an encoding.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)``.
    func encoded(for key: String, limits: StoreLimits) throws -> StoreValue {
        guard case .boxed(let box) = storage, !(box is TextBox) else { return self }
        let json = try json(for: key, limits: limits)
        return StoreValue(storage: .encoded(EncodedBox(box, json: json)))
    }

    /// Forgets the JSON of a value that has been handed over to be written down.
    mutating func forgetJSON() {
        if case .encoded(let encoded) = storage { storage = .boxed(encoded.box) }
    }
}
