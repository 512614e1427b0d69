// Times and lifetimes, as people read and write them.

/** How far the server's clock is ahead of this one's, in milliseconds. */
let ahead = 0;

/** Takes the server's time from an answer. */
export function setServerTime(text) {
    const time = Date.parse(text);
    if (Number.isFinite(time)) ahead = time - Date.now();
}

/** Returns the time by the server's clock, in milliseconds. */
export function now() {
    return Date.now() + ahead;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Returns what remains of a lifetime, such as “4 min 09 s”; rounded up, so that 0 is the end. */
export function remaining(milliseconds) {
    if (milliseconds <= 0) return "expired";
    const left = Math.ceil(milliseconds / second) * second;
    if (left >= 2 * day) return `${Math.floor(left / day)} d ${Math.floor((left % day) / hour)} h`;
    if (left >= hour) return `${Math.floor(left / hour)} h ${pad((left % hour) / minute)} min`;
    if (left >= minute) return `${Math.floor(left / minute)} min ${pad((left % minute) / second)} s`;
    return `${left / second} s`;
}

function pad(number) {
    return String(Math.floor(number)).padStart(2, "0");
}

/** Returns how long ago a time was, such as “3 min ago”. */
export function ago(time) {
    const passed = now() - time;
    if (passed < 5 * second) return "just now";
    if (passed < minute) return `${Math.floor(passed / second)} s ago`;
    if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
    if (passed < day) return `${Math.floor(passed / hour)} h ago`;
    if (passed < 30 * day) return `${Math.floor(passed / day)} d ago`;
    return new Date(time).toLocaleDateString();
}

/** Returns a time to the second, in the reader's own time zone. */
export function moment(time) {
    return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

const units = { "": 1, s: 1, m: 60, min: 60, h: 3600, d: 86400 };

/** Returns a lifetime such as “90”, “5 min” or “1.5 h” in seconds; throws what is wrong with it. */
export function readLifetime(text) {
    const found = /^\s*(\d+(?:\.\d+)?)\s*(s|m|min|h|d)?\s*$/.exec(text);
    if (!found) throw new Error("A lifetime is a number with s, min, h or d behind it, such as 90 s or 2 h.");
    const seconds = Number(found[1]) * units[found[2] ?? ""];
    if (seconds <= 0) throw new Error("A lifetime is longer than nothing.");
    return seconds;
}
