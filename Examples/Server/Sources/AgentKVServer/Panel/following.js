// What is read anew, and when: after an event, after a gap, and from time to time.

import { tell } from "./notices.js";
import { identity } from "./records.js";
import { instancesReading, listReading, openReading } from "./reading.js";
import { showRevision } from "./connection.js";
import { panel } from "./state.js";

/** How often the records that are shown are looked at again, in milliseconds. */
const interval = 5000;

/** Reads everything anew, and says why, if there is a reason. */
export function readAll(reason) {
    if (reason) tell(`Everything was read anew: ${reason}.`);
    for (const namespace of panel.counts.keys()) panel.recount.add(namespace);
    instancesReading.request();
    listReading.request();
    openReading.request();
}

/** Takes an event: what it concerns is read anew. */
export function take({ type, data, revision }) {
    showRevision(revision);
    instancesReading.request();
    const instance = data.instanceId ?? data.id ?? data;
    if (instance !== panel.route.instance) return;
    if (typeof data.namespace === "string") panel.recount.add(data.namespace);
    if (panel.route.namespace === null || data.namespace === undefined || data.namespace === panel.route.namespace) {
        if (type === "kvStore:record-set") panel.changed.add(identity(data));
        listReading.request();
    }
    const open = panel.editor.record;
    const concerns = open && (data.namespace === undefined || data.namespace === open.namespace)
        && (data.key === undefined || data.key === open.key);
    if (concerns) openReading.request();
}

/** Looks at the records again while somebody does: their lifetimes change without an event. */
export function lookFromTimeToTime() {
    setInterval(() => {
        if (panel.connection !== "live" || document.visibilityState !== "visible") return;
        listReading.request();
        openReading.request();
    }, interval);
}
