import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

/// The files are removed, moved or replaced at every operation of a workload.
@Suite("A loss of the files at every place", .timeLimit(.minutes(10)))
struct LossMatrixTests {
    /// Counts operations, and loses the files before the n-th of them.
    private final class Moment: Sendable {
        private let count = Lock(0)
        private let number: Int

        init(_ number: Int) { self.number = number }

        var isHit: Bool { count.withLock { $0 } >= number }

        func isNow() -> Bool {
            count.withLock { count in
                count += 1
                return count == number
            }
        }
    }

    @Test(arguments: [Loss.removal, .replacement, .move])
    func `what is acknowledged was written before, and afterwards every write fails`(
        _ loss: Loss
    ) async throws {
        let template = try await FaultWorkload.template()
        for number in 1... {
            var workload = try FaultWorkload(template: template)
            let path = workload.files.folder.file()
            try await Loss.prepare(besides: path)
            let (database, store) = try await workload.open()
            let moment = Moment(number)
            workload.files.disturb { operation in
                if moment.isNow() { loss.inflict(on: path) }
                if case .sync = operation { return .lie }
                return nil
            }
            for step in 1...FaultWorkload.steps {
                await workload.perform(step, on: store)
                // Also the write that was under way.
                let isTold = workload.acknowledged.last == step
                #expect(isTold == !moment.isHit, "operation \(number), step \(step)")
            }
            if moment.isHit { await expectProblem(.removed) { try await store.get("kept") } }
            await database.close()
            workload.files.recover()
            try await expectOthers(of: workload, after: loss, path, isHit: moment.isHit)
            if !moment.isHit { return }
        }
    }

    /// What is at the path, and in the folder that was moved, is whole.
    private func expectOthers(
        of workload: FaultWorkload,
        after loss: Loss,
        _ path: String,
        isHit: Bool
    ) async throws {
        if loss == .move, isHit {
            rename(Loss.movedFolder(of: path), workload.files.folder.path)
        }
        let database = try await SQLiteDatabase(path: path)
        #expect(try await database.checkIntegrity() == [])
        let found = try await FaultWorkload.contents(of: database.store(instance: "a"))
        switch loss {
        case _ where !isHit:
            #expect(found == FaultWorkload.contents(after: workload.acknowledged))
        case .removal: #expect(found == [:])
        case .replacement: #expect(found == ["a": "other"])
        default:
            let certain = workload.acknowledged
            let states = [certain] + workload.failed.prefix(1).map { certain + [$0] }
            #expect(states.map(FaultWorkload.contents(after:)).contains(found))
        }
        await database.close()
    }
}
