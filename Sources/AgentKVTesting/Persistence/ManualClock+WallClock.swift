public import AgentKV

extension ManualClock {
    /// The time of day that goes with the clock: 2026-01-01 00:00 UTC when it stands at zero.
    public var wallClock: WallClock {
        WallClock(beside: steadyClock) {
            let since1970 = Duration.seconds(1_767_225_600) + self.now.offset
            return since1970.wholeNanoseconds ?? .max
        }
    }
}

extension ManualClock: SteadyClockSource {
    package var steadyClock: SteadyClock {
        SteadyClock(source: number) { self.now.offset.wholeNanoseconds ?? .max }
    }
}
