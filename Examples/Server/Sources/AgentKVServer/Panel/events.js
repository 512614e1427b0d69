// The connection that tells what happens in the database, and that says so when it is lost.

import { checkHealth, eventsAddress, readFrame } from "./api.js";

const firstPause = 500;
const longestPause = 15_000;
/** A socket is given up if it is not open by then, and the server asked if it is silent for so long. */
const openingTime = 10_000;
const silence = 25_000;
const answerTime = 5_000;

/**
 * Follows the events from one revision to the next, over as many sockets as it takes.
 *
 * `onState` is told `{name, since, retryAt}` with the names `connecting`, `live` and `lost`; `onEvent` each
 * event; `onReset` that events may be missing, so that all has to be read anew, with the reason or null.
 */
export class LiveEvents {
    constructor({ onState, onEvent, onReset }) {
        Object.assign(this, { onState, onEvent, onReset });
        this.revision = null;
        this.socket = null;
        this.failures = 0;
        this.retry = null;
        this.watch = null;
        this.lostAt = null;
        addEventListener("online", () => this.retryNow());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState !== "visible") return;
            if (this.socket) this.probe();
            else this.retryNow();
        });
    }

    /** Opens a socket. */
    start() {
        clearTimeout(this.retry);
        this.retry = null;
        if (this.lostAt === null) this.onState({ name: "connecting" });
        const socket = new WebSocket(eventsAddress(this.revision));
        this.socket = socket;
        this.watch = setTimeout(() => this.lose(socket), openingTime);
        socket.onmessage = (message) => {
            if (this.socket === socket) this.take(socket, readFrame(message.data));
        };
        socket.onclose = () => this.lose(socket);
    }

    /** Tries at once, if it waits to try again. */
    retryNow() {
        if (this.retry === null) return;
        this.failures = 0;
        this.start();
    }

    take(socket, { type, revision, data }) {
        this.listen(socket);
        const isNew = this.revision === null;
        if (revision !== null) this.revision = revision;
        switch (type) {
        case "kvStore:connected":
            this.failures = 0;
            this.lostAt = null;
            this.onState({ name: "live" });
            // Lifetimes change without an event, so that even without a gap a look is due.
            this.onReset(isNew || data.resumed ? null : "the server no longer remembers all that happened");
            break;
        case "kvStore:restarted":
            this.onReset("the server no longer remembers all that happened");
            break;
        case "kvStore:overflow":
            this.onReset("more happened than the server could tell");
            break;
        case "kvStore:written-by-others":
            this.onReset(null);
            break;
        default:
            this.onEvent({ type, data, revision });
        }
    }

    /** Waits for the next frame, and asks the server when none comes: a dead socket may look alive. */
    listen(socket) {
        clearTimeout(this.watch);
        this.watch = setTimeout(() => {
            if (this.socket === socket) this.probe();
        }, silence);
    }

    async probe() {
        const socket = this.socket;
        try {
            await checkHealth(answerTime);
            if (this.socket === socket) this.listen(socket);
        } catch {
            this.lose(socket);
        }
    }

    lose(socket) {
        if (this.socket !== socket) return;
        this.socket = null;
        clearTimeout(this.watch);
        socket.close();
        this.lostAt ??= Date.now();
        this.pause();
        // A refused upgrade does not say why: where the token is the reason, this asks for it.
        checkHealth(answerTime).catch(() => {});
    }

    pause() {
        const longest = Math.min(firstPause * 2 ** this.failures, longestPause);
        // Many panels that lost one server do not come back in the same moment.
        const pause = longest * (0.5 + Math.random() / 2);
        this.failures += 1;
        this.onState({ name: "lost", since: this.lostAt, retryAt: Date.now() + pause });
        this.retry = setTimeout(() => this.start(), pause);
    }
}
