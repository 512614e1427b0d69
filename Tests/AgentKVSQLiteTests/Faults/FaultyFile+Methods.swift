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
            let code = FaultyFile.ask(file) { .read($0) }
            if code != SQLITE_OK { return code }
            let usual = FaultyFile.usualFile(of: file)
            return usual.pointee.pMethods.pointee.xRead(usual, buffer, count, offset)
        }
        methods.xWrite = { file, buffer, count, offset in
            let code = FaultyFile.ask(file) { .write($0) }
            if code != SQLITE_OK { return code }
            let usual = FaultyFile.usualFile(of: file)
            return usual.pointee.pMethods.pointee.xWrite(usual, buffer, count, offset)
        }
        methods.xTruncate = { file, size in
            let code = FaultyFile.ask(file) { .truncate($0) }
            if code != SQLITE_OK { return code }
            let usual = FaultyFile.usualFile(of: file)
            return usual.pointee.pMethods.pointee.xTruncate(usual, size)
        }
        methods.xSync = { file, flags in
            let code = FaultyFile.ask(file) { .sync($0) }
            if code != SQLITE_OK { return code }
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
