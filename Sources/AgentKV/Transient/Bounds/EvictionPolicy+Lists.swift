/// The lists of a policy.
extension EvictionPolicy {
    /// Counts a use of an entry and moves it to where that brings it.
    @inline(__always)
    mutating func use(_ number: CellNumber) {
        let node = nodes[number]
        switch node.pointee.place {
        case .absent, .exempt: return
        case .window: window.renew(number, in: nodes)
        case .probation:
            unlink(number)
            append(number, to: .protected)
            shrinkProtected()
        case .protected: protected.renew(number, in: nodes)
        }
        sketch.count(node.pointee.hash)
        climb.hits &+= 1
    }

    /// Lets the window's oldest go on probation, as long as it is larger than it should be.
    ///
    /// The newest entry stays in it, however large it is.
    mutating func shrinkWindow() {
        while window.cost > climb.window, window.count > 1 {
            let number = window.first
            unlink(number)
            append(number, to: .probation)
        }
    }

    /// Puts what was used longest ago on probation again, as long as too much is protected.
    mutating func shrinkProtected() {
        while protected.cost > climb.protected {
            let number = protected.first
            unlink(number)
            append(number, to: .probation)
        }
    }

    /// Moves the border between the window and the main part to where more is found.
    mutating func adapt() {
        climb.advance()
        shrinkProtected()
        // A window that grew takes from probation, one that shrank gives to it.
        while window.cost < climb.window {
            let number = probation.first
            if number == .none || window.cost + nodes[number].pointee.cost > climb.window { break }
            unlink(number)
            append(number, to: .window)
        }
        shrinkWindow()
    }

    mutating func append(_ number: CellNumber, to place: Place) {
        nodes[number].pointee.place = place
        if nodes[number].pointee.isPinned { notePinned(number, 1) }
        switch place {
        case .absent: break
        case .exempt: exempt.append(number, in: nodes)
        case .window: window.append(number, in: nodes)
        case .probation: probation.append(number, in: nodes)
        case .protected: protected.append(number, in: nodes)
        }
    }

    mutating func unlink(_ number: CellNumber) {
        if nodes[number].pointee.isPinned { notePinned(number, -1) }
        switch nodes[number].pointee.place {
        case .absent: break
        case .exempt: exempt.remove(number, in: nodes)
        case .window: window.remove(number, in: nodes)
        case .probation: probation.remove(number, in: nodes)
        case .protected: protected.remove(number, in: nodes)
        }
    }
}
