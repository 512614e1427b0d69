// Going from place to place: the address says where, and what was edited is not dropped unasked.

import { confirm } from "./dialogs.js";
import { byId } from "./dom.js";
import { readCounts, readList, showOpenRecord } from "./reading.js";
import { address, currentRoute, go, isSameList } from "./route.js";
import { showSearch } from "./searching.js";
import { showPlaces } from "./showing.js";
import { panel } from "./state.js";

let shownHash = location.hash;
let isAsking = false;

export async function followAddress() {
    // A click and the way back are told as two events, and the question is asked once.
    if (location.hash === shownHash || isAsking) return;
    if (leadsAway(currentRoute())) {
        isAsking = true;
        const mayGo = await mayDrop();
        isAsking = false;
        if (!mayGo) return history.replaceState(null, "", shownHash || "#");
    }
    shownHash = location.hash;
    const before = panel.route;
    panel.route = currentRoute();
    if (panel.route.instance !== before.instance) {
        panel.counts = new Map();
        panel.recount.clear();
        if (panel.editor.isOpen) panel.editor.close();
    }
    showSearch();
    if (!isSameList(panel.route, before)) {
        // The list of another place is not to be taken for this one's.
        byId("list").setAttribute("aria-busy", "true");
        if (panel.instances) showPlaces();
        readList();
        readCounts();
    }
    panel.table.mark(panel.route);
    showOpenRecord();
}

/** Returns whether a route shows something else than what is in the editor. */
function leadsAway({ instance, key, place }) {
    if (instance !== panel.route.instance) return true;
    const { record } = panel.editor;
    // A new record is not in the address: it stays beside any list, until another one is opened.
    if (record === null) return key !== null && place !== null;
    return key !== record.key || place !== record.namespace;
}

/** Returns whether what was edited may be given up, asking the user if there is anything. */
export async function mayDrop() {
    if (panel.editor.isDirty) await panel.editor.saved;
    if (!panel.editor.isDirty) return true;
    return confirm({
        title: "Drop your changes?",
        text: "What you have edited was not saved.",
        action: "Drop them",
    });
}

export async function closeEditor() {
    if (!panel.editor.isOpen || !await mayDrop()) return;
    const { record } = panel.editor;
    panel.editor.close();
    go(address({ key: null, place: null }));
    if (!panel.table.focus(record)) byId("search-text").focus();
}
