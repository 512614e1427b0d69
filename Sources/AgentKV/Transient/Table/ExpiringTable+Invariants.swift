#if DEBUG
/// What holds of a table between any two calls, for its tests.
extension ExpiringTable {
    /// Returns a sentence for each invariant that does not hold.
    func brokenInvariants() -> [String] {
        var broken: [String] = []
        var filed: [CellNumber: Int] = [:]
        wheel.forEachFiled(in: cells) { filed[$0, default: 0] += 1 }
        var inUse = 0
        for number in 0..<cells.used where !cells[number].pointee.key.isEmpty {
            inUse += 1
            let cell = cells[number].pointee
            if locateAny(cell.key).number != number {
                broken.append("\(cell.key) is not found in its cell")
            }
            if filed[number, default: 0] != (cell.isFiled ? 1 : 0) {
                broken.append("\(cell.key) is filed \(filed[number, default: 0]) times")
            }
            if !cell.deadline.isNone && !cell.isFiled {
                broken.append("\(cell.key) has a deadline and is not filed")
            }
            if let list = cell.value.messageList, cell.deadline.isLive(at: latest) {
                broken += brokenInfos(of: list, at: cell.key)
            }
            if cell.revision > revision {
                broken.append("\(cell.key) has a revision from the future")
            }
        }
        if inUse != cells.count {
            broken.append("\(inUse) cells are in use, and \(cells.count) are counted")
        }
        if index.count != inUse {
            broken.append("\(index.count) cells are in the index, and \(inUse) are in use")
        }
        if filed.values.reduce(0, +) > inUse {
            broken.append("free cells are filed")
        }
        if case .known(let keys) = order { broken += brokenOrder(keys, of: index) }
        broken += queues.brokenInvariants()
        broken += bounds?.brokenInvariants(self) ?? []
        if !spent.isEmpty { broken.append("what had to go is left over") }
        if journal != nil {
            broken.append("a journal is left over")
        }
        return broken
    }

    private func brokenInfos(of list: any MessageList, at key: String) -> [String] {
        let known = list.infos.known(of: list.count)
        var broken: [String] = []
        if known.contains(where: { !(0..<list.count).contains($0.index) }) {
            broken.append("something is known of messages of \(key) that are not there")
        }
        if let first = known.compactMap(\.info.deadline).min(),
            queues.book(of: key)?.registered.map({ first < $0 }) ?? true
        {
            broken.append("nobody is going to look at the list at \(key) in time")
        }
        return broken
    }

    private func brokenOrder(_ keys: SortedKeys, of index: borrowing KeyIndex) -> [String] {
        var broken: [String] = []
        var before: String?
        var listed = 0
        keys.forEach(from: "") { key in
            listed += 1
            if let before, !before.precedesByBytes(key) {
                broken.append("\(key) does not come after \(before)")
            }
            if locate(key, in: index).number == .none {
                broken.append("\(key) is listed and not there")
            }
            before = key
            return true
        }
        if listed != index.count {
            broken.append("\(listed) keys are listed, and \(index.count) are there")
        }
        return broken
    }
}

extension TransientStore {
    /// Returns a sentence for each invariant of the table that does not hold.
    nonisolated func brokenInvariants() -> [String] {
        withTable { $0.brokenInvariants() }
    }
}
#endif
