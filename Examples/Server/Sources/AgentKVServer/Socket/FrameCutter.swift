internal import NIOCore

/// Cuts the large frames of a socket into pieces as they come, so that nobody has to hold a whole one.
///
/// A frame of so many bytes becomes a frame that is not the last one of its message, and others that
/// continue it: to who puts messages together that is the same. All others stay as they are, and so do
/// frames beyond the longest, for the decoder to refuse.
struct FrameCutter {
    /// The bytes of a piece: a multiple of four, so that each is masked alike.
    static let pieceBytes = 65_536

    private let wholeBytes: Int
    private let pieceBytes: Int
    private let longest: Int
    /// The beginning of a header whose rest is to come.
    private var held = ByteBuffer()
    /// How many bytes are to come of the frame, or of the piece of one, whose header went on.
    private var passing = 0
    /// The frame that is being cut, once its header has come.
    private var cut: Cut?

    /// What is to come of a frame behind the present piece.
    private struct Cut {
        let header: FrameHeader
        var rest: Int
    }

    /// Creates a cutter that leaves frames of up to `wholeBytes` as they are, and those beyond `longest`.
    init(wholeBytes: Int, longest: Int, pieceBytes: Int = Self.pieceBytes) {
        self.wholeBytes = max(wholeBytes, pieceBytes)
        self.pieceBytes = pieceBytes
        self.longest = longest
    }

    /// Takes the next bytes of a socket, and hands on what becomes of them.
    mutating func take(_ next: ByteBuffer, _ pass: (ByteBuffer) -> Void) {
        var bytes = next
        if held.readableBytes > 0 {
            held.writeBuffer(&bytes)
            (bytes, held) = (held, ByteBuffer())
        }
        // It begins with what has been gone through and stays as it is.
        var same = bytes
        func passSame() {
            let length = bytes.readerIndex - same.readerIndex
            if length > 0, let slice = same.readSlice(length: length) { pass(slice) }
        }
        while bytes.readableBytes > 0 {
            if passing > 0 {
                let count = min(passing, bytes.readableBytes)
                bytes.moveReaderIndex(forwardBy: count)
                passing -= count
                if passing > 0 || cut == nil { continue }
            } else if let header = FrameHeader(bytes) {
                if header.isControl || header.length <= wholeBytes || header.length > longest {
                    passing = header.length
                    bytes.moveReaderIndex(forwardBy: header.byteCount)
                    continue
                }
                passSame()
                bytes.moveReaderIndex(forwardBy: header.byteCount)
                same = bytes
                cut = Cut(header: header, rest: header.length)
            } else {
                passSame()
                held = ByteBuffer(buffer: bytes)
                return
            }
            // A piece of a frame has ended here, or a frame begun.
            passSame()
            if let header = nextPiece() { pass(header) }
        }
        passSame()
    }

    /// Begins the next piece of the frame that is being cut, and returns its header; nil where there is
    /// none.
    private mutating func nextPiece() -> ByteBuffer? {
        guard var cut, cut.rest > 0 else {
            self.cut = nil
            return nil
        }
        passing = min(cut.rest, pieceBytes)
        let isFirst = cut.rest == cut.header.length
        cut.rest -= passing
        self.cut = cut
        return cut.header.ofPiece(passing, isFirst: isFirst, isLast: cut.rest == 0)
    }
}

/// What a frame begins with.
private struct FrameHeader {
    private let flags: UInt8
    private let mask: [UInt8]
    private let isMasked: Bool
    /// How many bytes follow the header.
    let length: Int
    /// How many bytes the header has.
    let byteCount: Int

    /// Reads a header; nil if it has not come as a whole.
    init?(_ bytes: ByteBuffer) {
        var bytes = bytes
        let before = bytes.readableBytes
        guard
            let flags = bytes.readInteger(as: UInt8.self),
            let size = bytes.readInteger(as: UInt8.self)
        else { return nil }
        let length: UInt64?
        switch size & 0x7F {
        case 126: length = bytes.readInteger(as: UInt16.self).map(UInt64.init)
        case 127: length = bytes.readInteger(as: UInt64.self)
        case let short: length = UInt64(short)
        }
        isMasked = size & 0x80 != 0
        guard let length, let mask = bytes.readBytes(length: isMasked ? 4 : 0) else { return nil }
        self.flags = flags
        self.mask = mask
        self.length = Int(clamping: length)
        byteCount = before - bytes.readableBytes
    }

    /// Whether it is of a frame that is no part of a message.
    var isControl: Bool { flags & 0x08 != 0 }

    /// Returns the header of a piece of the frame.
    func ofPiece(_ length: Int, isFirst: Bool, isLast: Bool) -> ByteBuffer {
        var header = ByteBuffer()
        var flags = flags
        if !isFirst { flags &= 0xF0 }
        if !isLast { flags &= 0x7F }
        header.writeInteger(flags)
        header.writeInteger(127 | (isMasked ? 0x80 : 0) as UInt8)
        header.writeInteger(UInt64(length))
        header.writeBytes(mask)
        return header
    }
}
