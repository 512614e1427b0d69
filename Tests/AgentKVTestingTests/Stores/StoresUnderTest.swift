import AgentKV
import AgentKVTesting

extension StoreUnderTest {
    static let transient = StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) }
    static let dictionary = StoreUnderTest { clock in DictionaryStore(clock: clock) }
}
