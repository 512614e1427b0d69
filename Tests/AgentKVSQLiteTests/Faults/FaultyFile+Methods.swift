import CSQLite

/// What SQLite does with a file: handed on to the usual one, unless it is to fail.
extension FaultyFile {
    nonisolated(unsafe) static let methods: UnsafePointer<sqlite3_io_methods> = {
        var methods = sqlite3_io_methods()
        methods.iVersion = 2
        methods.xClose = { file in
            _ = FaultyFile.ask(file) { .close($0) }
            let usual = FaultyFile.usualFile(of: file)
            let code = usual.pointee.pMethods.pointee.xClose(usual)
            FaultyFile.own(file).pointee.end()
            return code
        }
        methods.xRead = { file, buffer, count, offset in
            let usual = FaultyFile.usualFile(of: file)
            let read = usual.pointee.pMethods.pointee.xRead
            switch FaultyFile.ask(file, { .read($0) }) {
            case nil: return read?(usual, buffer, count, offset) ?? SQLITE_MISUSE
            case .fail(let code): return code
            case .cutShort(let code):
                _ = read?(usual, buffer, count, offset)
                buffer?.advanced(by: Int(count / 2)).initializeMemory(
                    as: UInt8.self,
                    repeating: 0,
                    count: Int(count - count / 2)
                )
                return code
            case .lie:
                buffer?.initializeMemory(as: UInt8.self, repeating: 0, count: Int(count))
                return SQLITE_OK
            }
        }
        methods.xWrite = { file, buffer, count, offset in
            let usual = FaultyFile.usualFile(of: file)
            let write = usual.pointee.pMethods.pointee.xWrite
            switch FaultyFile.ask(file, { .write($0) }) {
            case nil: return write?(usual, buffer, count, offset) ?? SQLITE_MISUSE
            case .fail(let code): return code
            case .cutShort(let code):
                _ = write?(usual, buffer, count / 2, offset)
                return code
            case .lie: return SQLITE_OK
            }
        }
        methods.xTruncate = { file, size in
            if let done = FaultyFile.code(insteadOf: file, { .truncate($0) }) { return done }
            let usual = FaultyFile.usualFile(of: file)
            return usual.pointee.pMethods.pointee.xTruncate(usual, size)
        }
        methods.xSync = { file, flags in
            if let done = FaultyFile.code(insteadOf: file, { .sync($0) }) { return done }
            let usual = FaultyFile.usualFile(of: file)
            return usual.pointee.pMethods.pointee.xSync(usual, flags)
        }
        addPlainMethods(to: &methods)
        let kept = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        kept.initialize(to: methods)
        return UnsafePointer(kept)
    }()

    private static func addPlainMethods(to methods: inout sqlite3_io_methods) {
        methods.xFileSize = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xFileSize(usual, $1)
        }
        methods.xLock = {
            let usual = FaultyFile.usualFile(of: $0)
            let code = usual.pointee.pMethods.pointee.xLock(usual, $1)
            if code == SQLITE_BUSY { _ = FaultyFile.ask($0) { _ in .refusedLock } }
            return code
        }
        methods.xUnlock = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xUnlock(usual, $1)
        }
        methods.xCheckReservedLock = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xCheckReservedLock(usual, $1)
        }
        methods.xFileControl = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xFileControl(usual, $1, $2)
        }
        methods.xSectorSize = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xSectorSize(usual)
        }
        methods.xDeviceCharacteristics = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xDeviceCharacteristics(usual)
        }
        methods.xShmMap = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xShmMap(usual, $1, $2, $3, $4)
        }
        methods.xShmLock = {
            let usual = FaultyFile.usualFile(of: $0)
            let code = usual.pointee.pMethods.pointee.xShmLock(usual, $1, $2, $3)
            if code == SQLITE_BUSY { _ = FaultyFile.ask($0) { _ in .refusedLock } }
            return code
        }
        methods.xShmBarrier = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xShmBarrier(usual)
        }
        methods.xShmUnmap = {
            let usual = FaultyFile.usualFile(of: $0)
            return usual.pointee.pMethods.pointee.xShmUnmap(usual, $1)
        }
    }

    fileprivate mutating func end() {
        files?.takeUnretainedValue().noteOpen(FaultyFiles.Kind(rawValue: kind) ?? .other, -1)
        files?.release()
        files = nil
    }
}
