// Reading anew what events have made old, without asking the server more than it can answer.

/**
 * Does a piece of work whenever it is asked for: at once if it can, and however often it is asked
 * meanwhile, once more after that. The slower the work, the longer the pause.
 */
export class Coalesced {
    constructor(work, shortestPause = 200) {
        this.work = work;
        this.shortestPause = shortestPause;
        this.isWanted = false;
        this.underWay = null;
    }

    /** Asks for the work; the promise ends after it was done once from its beginning. */
    request() {
        this.isWanted = true;
        this.underWay ??= this.run().finally(() => { this.underWay = null; });
        return this.underWay;
    }

    async run() {
        while (this.isWanted) {
            this.isWanted = false;
            const start = performance.now();
            await this.work();
            const pause = Math.max(this.shortestPause, 3 * (performance.now() - start));
            await new Promise((resolve) => { setTimeout(resolve, pause); });
        }
    }
}
