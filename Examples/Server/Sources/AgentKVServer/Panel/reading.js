// What is read from the server, and where it goes.

import * as api from "./api.js";
import { byId, setText } from "./dom.js";
import { readSearch } from "./filters.js";
import { warn } from "./notices.js";
import { Coalesced } from "./refresh.js";
import { address, go, placeAddress } from "./route.js";
import { showList, showPlaces, showUnread } from "./showing.js";
import { currentInstance, panel } from "./state.js";

export const listReading = new Coalesced(() => readList());
export const instancesReading = new Coalesced(readInstances, 400);
export const openReading = new Coalesced(readOpenRecord);

/** The number of the latest reading of the list: an answer that comes after a later one is dropped. */
let reading = 0;

/** Does a piece of reading; what fails for want of a connection is said by the banner, not again. */
export async function attempt(work) {
    try {
        return await work();
    } catch (failure) {
        if (failure.kind !== "unreachable" || panel.connection === "live") warn(failure.message);
        return undefined;
    }
}

export async function readInstances() {
    const found = await attempt(api.listInstances);
    if (!found) return;
    const isFirst = panel.instances === null;
    panel.instances = found;
    if (!currentInstance()) {
        if (isFirst && panel.route.instance !== null) warn("The instance that the address names is not there.");
        // What was edited there is left to be copied.
        if (!panel.editor.isDirty) go(panel.instances[0] ? placeAddress(panel.instances[0].id, null) : "#", { replace: true });
    }
    showPlaces();
    await readCounts();
}

export async function readCounts() {
    const instance = panel.route.instance;
    const wanted = panel.sidebar.shownNamespaces()
        .filter((namespace) => panel.recount.has(namespace) || !panel.counts.has(namespace));
    const one = async () => {
        for (let namespace = wanted.shift(); namespace !== undefined; namespace = wanted.shift()) {
            panel.recount.delete(namespace);
            const count = await api.countRecords(instance, namespace).catch(() => undefined);
            if (instance !== panel.route.instance) return;
            if (count === undefined) panel.recount.add(namespace);
            else panel.counts.set(namespace, count);
        }
    };
    await Promise.all([one(), one(), one()]);
    if (instance === panel.route.instance) showPlaces();
}

export async function readList() {
    const asked = panel.route;
    if (panel.instances === null || !currentInstance()) {
        reading += 1;
        return showList({ records: [], total: 0 }, null);
    }
    let where;
    try {
        where = readSearch(asked.mode, asked.search);
        setText(byId("search-problem"), "");
    } catch (problem) {
        // What is being read, for the search before, is shown all the same.
        return setText(byId("search-problem"), problem.message);
    }
    reading += 1;
    const number = reading;
    const marks = panel.changed;
    panel.changed = new Set();
    const page = await attempt(() => api.query({
        instance: asked.instance,
        namespace: asked.namespace,
        where,
        order: { field: asked.sort, direction: asked.direction },
        limit: asked.size,
        offset: (asked.page - 1) * asked.size,
    }));
    if (number !== reading) {
        for (const mark of marks) panel.changed.add(mark);
        return;
    }
    if (!page) return showUnread(asked);
    const last = Math.max(1, Math.ceil(page.total / asked.size));
    if (asked.page > last) return go(address({ page: last }), { replace: true });
    showList(page, asked, marks);
}

/** Opens the record that the address names, where it is not the open one. */
export async function showOpenRecord() {
    const { editor } = panel;
    const { instance, key, place } = panel.route;
    if (key === null || place === null) return editor.record ? editor.close() : editor.stay();
    if (instance === null) return;
    if (editor.holds(instance, place, key)) return editor.stay();
    editor.leave();
    const record = await attempt(() => api.getRecord(instance, place, key));
    const isWanted = panel.route.key === key && panel.route.place === place && panel.route.instance === instance;
    // Another reading of it may have come first.
    if (!isWanted || editor.holds(instance, place, key)) return;
    if (record) return editor.open(instance, record);
    editor.close();
    // What could not be read is read again with the next look at the open record.
    if (record === undefined) return;
    warn(`There is no record ${key} in ${place} any more.`);
    go(address({ key: null, place: null }), { replace: true });
}

async function readOpenRecord() {
    const { instance: wanted, key, place } = panel.route;
    const isOpen = key === null || place === null || panel.editor.holds(wanted, place, key);
    if (!isOpen && !panel.editor.isDirty) return showOpenRecord();
    if (!panel.editor.record) return;
    const { instance, record } = panel.editor;
    const found = await attempt(() => api.getRecord(instance, record.namespace, record.key)
        .catch((failure) => {
            if (failure.kind === "missing") return null;
            throw failure;
        }));
    if (found !== undefined && panel.editor.holds(instance, record.namespace, record.key)) panel.editor.meanwhile(found);
}
