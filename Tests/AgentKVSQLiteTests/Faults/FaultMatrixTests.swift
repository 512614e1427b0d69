import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

/// A fault of the file system at every place of a workload.
struct FaultCase: Sendable, CustomTestStringConvertible {
    var target: FaultPlan.Target
    var disturbance: FaultyFiles.Disturbance
    var lasts = false

    var testDescription: String { "\(target.rawValue) \(disturbance)\(lasts ? ", for good" : "")" }

    func plan(_ number: Int) -> FaultPlan {
        FaultPlan(number, target, disturbance, lasts: lasts)
    }

    static let failures = [
        FaultCase(target: .open, disturbance: .fail(SQLITE_CANTOPEN)),
        FaultCase(target: .open, disturbance: .fail(SQLITE_CANTOPEN), lasts: true),
        FaultCase(target: .read, disturbance: .fail(SQLITE_IOERR)),
        FaultCase(target: .read, disturbance: .fail(SQLITE_IOERR), lasts: true),
        FaultCase(target: .read, disturbance: .cutShort(SQLITE_IOERR)),
        FaultCase(target: .write, disturbance: .fail(SQLITE_IOERR)),
        FaultCase(target: .write, disturbance: .fail(SQLITE_FULL), lasts: true),
        FaultCase(target: .write, disturbance: .cutShort(SQLITE_FULL)),
        FaultCase(target: .write, disturbance: .cutShort(SQLITE_IOERR), lasts: true),
        FaultCase(target: .sync, disturbance: .fail(SQLITE_IOERR)),
        FaultCase(target: .sync, disturbance: .fail(SQLITE_IOERR), lasts: true),
    ]

    /// What says that it has succeeded and has not.
    ///
    /// A page of the database itself that is lost in silence, after the log that held it was let go,
    /// can be noticed by nobody: SQLite keeps no checksums of pages.
    static let lies = [
        FaultCase(target: .read, disturbance: .lie),
        FaultCase(target: .writeOfLog, disturbance: .lie),
        FaultCase(target: .writeOfLog, disturbance: .lie, lasts: true),
        FaultCase(target: .writeOfLog, disturbance: .cutShort(SQLITE_OK)),
    ]
}

@Suite("A fault at every place", .timeLimit(.minutes(10)))
struct FaultMatrixTests {
    @Test(arguments: FaultCase.failures)
    func `what was acknowledged is there, what failed is not, and the store goes on`(
        _ fault: FaultCase
    ) async throws {
        let template = try await FaultWorkload.template()
        for number in 1... {
            let plan = fault.plan(number)
            var workload = try FaultWorkload(template: template)
            workload.files.disturb(plan.disturbance)
            let opened = await openOrFail(workload)
            if let (_, store) = opened {
                for step in 1...FaultWorkload.steps { await workload.perform(step, on: store) }
                await expectContents(of: workload, in: store)
            }
            try await expectWholeAfterCrash(workload, "\(fault.testDescription), \(number)")
            workload.files.recover()
            try await expectUsable(&workload, opened, "\(fault.testDescription), \(number)")
            if !plan.isHit {
                #expect(workload.acknowledged.count == 2 * FaultWorkload.steps)
                return
            }
        }
    }

    private func openOrFail(
        _ workload: FaultWorkload
    ) async -> (SQLiteDatabase, SQLiteStore)? {
        do {
            return try await workload.open()
        } catch {
            FaultWorkload.expectClear(error)
            return nil
        }
    }

    /// While faults last, a read finds what was acknowledged, or fails.
    private func expectContents(of workload: FaultWorkload, in store: SQLiteStore) async {
        do {
            let found = try await FaultWorkload.contents(of: store)
            #expect(found == FaultWorkload.contents(after: workload.acknowledged))
        } catch {
            FaultWorkload.expectClear(error)
        }
    }

    /// A write that failed may be in the log as a whole, if nobody has written over it.
    private func expectWholeAfterCrash(
        _ workload: FaultWorkload,
        _ place: String
    ) async throws {
        let found = try await workload.contentsAfterCrash().get()
        let certain = workload.acknowledged
        let states = [certain] + workload.failed.map { certain + [$0] }
        #expect(states.map(FaultWorkload.contents(after:)).contains(found), "\(place)")
    }

    /// When the fault is over, the same store goes on, and so does one that is opened again.
    private func expectUsable(
        _ workload: inout FaultWorkload,
        _ opened: (SQLiteDatabase, SQLiteStore)?,
        _ place: String
    ) async throws {
        let (database, store): (SQLiteDatabase, SQLiteStore)
        if let opened {
            (database, store) = opened
        } else {
            (database, store) = try await workload.open()
        }
        let before = try await FaultWorkload.contents(of: store)
        #expect(before == FaultWorkload.contents(after: workload.acknowledged), "\(place)")
        for step in 1...FaultWorkload.steps {
            await workload.perform(FaultWorkload.steps + step, on: store)
            #expect(workload.failed == [], "\(place)")
        }
        #expect(try await database.checkIntegrity() == [], "\(place)")
        await database.close()
        #expect(workload.files.countOpen(.database) == 0, "\(place)")
        let (again, read) = try await workload.open()
        let after = try await FaultWorkload.contents(of: read)
        #expect(after == FaultWorkload.contents(after: workload.acknowledged), "\(place)")
        await again.close()
    }

    @Test(arguments: FaultCase.lies)
    func `where the log has not been written as was said, whole writes are there or it is noticed`(
        _ fault: FaultCase
    ) async throws {
        let template = try await FaultWorkload.template()
        for number in 1... {
            let plan = fault.plan(number)
            var workload = try FaultWorkload(template: template)
            workload.files.disturb(plan.disturbance)
            if let (_, store) = await openOrFail(workload) {
                for step in 1...FaultWorkload.steps { await workload.perform(step, on: store) }
            }
            switch try await workload.contentsAfterCrash() {
            case .failure(let error): FaultWorkload.expectClear(error)
            case .success(let found):
                let states = (0...workload.acknowledged.count).map {
                    FaultWorkload.contents(after: Array(workload.acknowledged.prefix($0)))
                }
                #expect(states.contains(found), "\(fault.testDescription), \(number)")
            }
            if !plan.isHit { return }
        }
    }

    @Test(arguments: FaultCase.failures.filter { $0.target != .sync })
    func `a new file is made, or it is said why not, and later it is made`(
        _ fault: FaultCase
    ) async throws {
        for number in 1... {
            let plan = fault.plan(number)
            let files = try FaultyFiles()
            files.disturb(plan.disturbance)
            var isOpened = true
            do {
                try await files.open().close()
            } catch {
                isOpened = false
                FaultWorkload.expectClear(error)
                guard case StoreError.storage(_, let reason) = error else { continue }
                #expect(reason.contains(files.folder.file()))
            }
            files.recover()
            let database = try await files.open()
            try await database.store(instance: "a").set("key", to: 1)
            #expect(try await database.checkIntegrity() == [])
            await database.close()
            if !plan.isHit {
                #expect(isOpened)
                return
            }
        }
    }
}
