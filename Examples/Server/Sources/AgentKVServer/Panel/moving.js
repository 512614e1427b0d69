// Going from place to place: the address says where, and what was edited is not dropped unasked.

import { getRecord } from "./api.js";
import { confirm } from "./dialogs.js";
import { byId } from "./dom.js";
import { warn } from "./notices.js";
import { attempt, readCounts, readList } from "./reading.js";
import { address, currentRoute, go } from "./route.js";
import { showSearch } from "./searching.js";
import { showPlaces } from "./showing.js";
import { panel } from "./state.js";

let shownHash = location.hash;

export async function followAddress() {
    if (location.hash === shownHash) return;
    const next = currentRoute();
    const isElsewhere = next.instance !== panel.route.instance
        || (panel.editor.record !== null && (next.key !== panel.editor.record.key || next.place !== panel.editor.record.namespace));
    if (isElsewhere && !await mayDrop()) {
        history.replaceState(null, "", shownHash || "#");
        return;
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
    const isList = ["instance", "namespace", "mode", "search", "sort", "direction", "page", "size"]
        .some((name) => panel.route[name] !== before[name]);
    if (isList) {
        // The list of another place is not to be taken for this one's.
        byId("list").setAttribute("aria-busy", "true");
        if (panel.instances) showPlaces();
        readList();
        readCounts();
    }
    panel.table.mark(panel.route);
    showOpenRecord();
}

export async function showOpenRecord() {
    if (panel.route.key === null || panel.route.place === null) {
        if (panel.editor.record) panel.editor.close();
        return;
    }
    const { instance, key, place } = panel.route;
    if (panel.editor.record?.key === key && panel.editor.record.namespace === place && panel.editor.instance === instance) return;
    if (instance === null) return;
    const record = await attempt(() => getRecord(instance, place, key));
    if (record === undefined || panel.route.key !== key || panel.route.place !== place || panel.route.instance !== instance) return;
    if (record) return panel.editor.open(instance, record);
    if (panel.editor.isOpen) panel.editor.close();
    warn(`There is no record ${key} in ${place} any more.`);
    go(address({ key: null, place: null }), { replace: true });
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
