import Testing
import HummingbirdTesting
import NIOPosix
@Test func a() {}
