// The page as a whole: what is shown, when it is read anew, and what the buttons and keys do.

import * as api from "./api.js";
import { byId, fillAnew, make, setText } from "./dom.js";
import { askForInstance, askForToken, confirm, isAsking, showHelp } from "./dialogs.js";
import { Editor } from "./editor.js";
import { LiveEvents } from "./events.js";
import { readSearch, searches } from "./filters.js";
import { stringify } from "./json.js";
import { tell, warn } from "./notices.js";
import { RecordTable, identity } from "./records.js";
import { Coalesced } from "./refresh.js";
import { address, currentRoute, go, placeAddress } from "./route.js";
import { Sidebar } from "./sidebar.js";

let route = currentRoute();
let shownHash = location.hash;
/** Null until they were read. */
let instances = null;
let counts = new Map();
/** The namespaces whose counts are old, and the records that events have named since they were read. */
const recount = new Set();
let changed = new Set();
let connection = "connecting";
/** The number of the latest reading of the list: an answer that comes after a later one is dropped. */
let reading = 0;

const sidebar = new Sidebar();
const table = new RecordTable({
    onDelete: deleteRecord,
    onExpired: () => {
        if (connection === "lost") return;
        for (const record of table.records) recount.add(record.namespace);
        listReading.request();
        instancesReading.request();
    },
});
const editor = new Editor({ onSaved, onDelete: deleteRecord, onClose: closeEditor });
const listReading = new Coalesced(() => readList());
const instancesReading = new Coalesced(readInstances, 400);
const openReading = new Coalesced(readOpenRecord);
const live = new LiveEvents({ onState: showConnection, onEvent: take, onReset: readAll });

function currentInstance() {
    return instances?.find(({ id }) => id === route.instance) ?? null;
}

// Reading

/** Does a piece of reading; what fails for want of a connection is said by the banner, not again. */
async function attempt(work) {
    try {
        return await work();
    } catch (failure) {
        if (failure.kind !== "unreachable" || connection === "live") warn(failure.message);
        return undefined;
    }
}

async function readInstances() {
    const found = await attempt(api.listInstances);
    if (!found) return;
    const isFirst = instances === null;
    instances = found;
    if (!currentInstance()) {
        if (isFirst && route.instance !== null) warn("The instance that the address names is not there.");
        // What was edited there is left to be copied.
        if (!editor.isDirty) go(instances[0] ? placeAddress(instances[0].id, null) : "#", { replace: true });
    }
    showPlaces();
    await readCounts();
}

async function readCounts() {
    const instance = route.instance;
    const wanted = sidebar.shownNamespaces()
        .filter((namespace) => recount.has(namespace) || !counts.has(namespace));
    const one = async () => {
        for (let namespace = wanted.shift(); namespace !== undefined; namespace = wanted.shift()) {
            recount.delete(namespace);
            const count = await api.countRecords(instance, namespace).catch(() => undefined);
            if (instance !== route.instance) return;
            if (count === undefined) recount.add(namespace);
            else counts.set(namespace, count);
        }
    };
    await Promise.all([one(), one(), one()]);
    if (instance === route.instance) showPlaces();
}

async function readList() {
    reading += 1;
    const number = reading;
    const asked = route;
    if (instances === null || !currentInstance()) return showList({ records: [], total: 0 });
    let where;
    try {
        where = readSearch(asked.mode, asked.search);
        setText(byId("search-problem"), "");
    } catch (problem) {
        return setText(byId("search-problem"), problem.message);
    }
    const marks = changed;
    changed = new Set();
    const page = await attempt(() => api.query({
        instance: asked.instance,
        namespace: asked.namespace,
        where,
        order: { field: asked.sort, direction: asked.direction },
        limit: asked.size,
        offset: (asked.page - 1) * asked.size,
    }));
    if (number !== reading) {
        for (const mark of marks) changed.add(mark);
        return;
    }
    if (!page) return byId("list").removeAttribute("aria-busy");
    const last = Math.max(1, Math.ceil(page.total / asked.size));
    if (asked.page > last) return go(address({ page: last }), { replace: true });
    showList(page, marks);
}

async function readOpenRecord() {
    if (!editor.record) return;
    const { instance, record } = editor;
    const found = await attempt(() => api.getRecord(instance, record.namespace, record.key)
        .catch((failure) => {
            if (failure.kind === "missing") return null;
            throw failure;
        }));
    if (found !== undefined && editor.instance === instance && editor.record?.key === record.key
        && editor.record.namespace === record.namespace) editor.meanwhile(found);
}

/** Reads everything anew, and says why, if there is a reason. */
function readAll(reason) {
    if (reason) tell(`Everything was read anew: ${reason}.`);
    for (const namespace of counts.keys()) recount.add(namespace);
    instancesReading.request();
    listReading.request();
    openReading.request();
}

/** Takes an event: what it concerns is read anew. */
function take({ type, data, revision }) {
    showRevision(revision);
    instancesReading.request();
    const instance = data.instanceId ?? data.id ?? data;
    if (instance !== route.instance) return;
    if (typeof data.namespace === "string") recount.add(data.namespace);
    if (route.namespace === null || data.namespace === undefined || data.namespace === route.namespace) {
        if (type === "kvStore:record-set") changed.add(identity(data));
        listReading.request();
    }
    const open = editor.record;
    const concerns = open && (data.namespace === undefined || data.namespace === open.namespace)
        && (data.key === undefined || data.key === open.key);
    if (concerns) openReading.request();
}

// Showing

function showPlaces() {
    sidebar.show({ instances, route, counts });
    const instance = currentInstance();
    byId("place").hidden = !instance;
    byId("search").hidden = !instance;
    byId("pager").hidden = !instance;
    byId("clear-namespace").hidden = route.namespace === null;
    byId("edit-instance").hidden = route.namespace !== null;
    byId("delete-instance").hidden = route.namespace !== null;
    document.title = instance ? `${route.namespace ?? instance.name} – AgentKV` : "AgentKV";
    if (instance) {
        fillAnew(byId("place-title"), stringify([instance.id, instance.name, route.namespace]), () => {
            if (route.namespace === null) return [instance.name];
            return [
                make("a", { href: placeAddress(instance.id, null), text: instance.name }),
                make("span", { class: "separator", text: " / " }),
                route.namespace,
            ];
        });
        setText(byId("place-description"), instance.description);
    }
    showEmpty();
}

function showList(page, marks) {
    byId("list").removeAttribute("aria-busy");
    table.show({ ...page, route, changed: marks });
    showEmpty();
}

/** Says why there is nothing in the list, and what can be done. */
function showEmpty() {
    const box = byId("empty");
    const isEmpty = instances !== null && table.records.length === 0 && !byId("list").ariaBusy;
    box.hidden = !isEmpty;
    byId("records").hidden = isEmpty;
    if (!isEmpty) return;
    const isSearch = route.search !== "";
    const situation = stringify([currentInstance() !== null, instances.length > 0, isSearch, route.namespace]);
    fillAnew(box, situation, () => {
        if (currentInstance() && isSearch) return noMatch();
        if (currentInstance()) return noRecords();
        if (instances.length > 0) return [make("p", { class: "lead", text: "This instance was deleted." })];
        return noInstances();
    });
}

function noInstances() {
    return [
        make("p", { class: "lead", text: "There are no instances yet." }),
        make("p", { text: "An instance holds namespaces, and they hold records. Make the first one here, "
            + "or let a program make it with its first record:" }),
        make("pre", { text: `curl ${location.origin}/kvstore/kv -d '{\n  "instanceId": "agents", `
            + `"namespace": "config",\n  "key": "theme", "value": "dark",\n  "autoCreateInstance": true\n}'` }),
        make("button", { type: "button", class: "primary", text: "New instance", onclick: newInstance }),
    ];
}

function noRecords() {
    const where = route.namespace === null ? "This instance" : "This namespace";
    return [
        make("p", { class: "lead", text: `${where} holds no records.` }),
        make("p", { text: "Records appear here as soon as a program writes them." }),
        make("button", { type: "button", class: "primary", text: "New record", onclick: newRecord }),
    ];
}

function noMatch() {
    const showAll = () => go(address({ search: "", page: 1 }));
    return [
        make("p", { class: "lead", text: "No record fits the search." }),
        make("button", { type: "button", text: "Show all", onclick: showAll }),
    ];
}

let countdown = null;

function showConnection({ name, since, retryAt }) {
    connection = name;
    clearInterval(countdown);
    const texts = { connecting: "Connecting…", live: "Live", lost: "Not connected" };
    byId("connection").dataset.state = name;
    setText(byId("connection").firstChild, texts[name]);
    document.body.classList.toggle("stale", name === "lost");
    byId("banner").hidden = name !== "lost";
    if (name === "live") showRevision(live.revision);
    if (name !== "lost") return;
    const [alert, rest] = byId("banner").querySelectorAll("strong, span");
    setText(alert, "The connection is lost.");
    const draw = () => {
        const left = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
        const next = left > 0 ? `Trying again in ${left} s.` : "Trying again…";
        setText(rest, `What you see is of ${new Date(since).toLocaleTimeString()} and may be old. ${next}`);
    };
    draw();
    countdown = setInterval(draw, 500);
}

function showRevision(revision) {
    setText(byId("revision"), revision === null ? "" : `revision ${revision}`);
}

// Going from place to place

async function followAddress() {
    if (location.hash === shownHash) return;
    const next = currentRoute();
    const isElsewhere = next.instance !== route.instance
        || (editor.record !== null && (next.key !== editor.record.key || next.place !== editor.record.namespace));
    if (isElsewhere && !await mayDrop()) {
        history.replaceState(null, "", shownHash || "#");
        return;
    }
    shownHash = location.hash;
    const before = route;
    route = currentRoute();
    if (route.instance !== before.instance) {
        counts = new Map();
        recount.clear();
        if (editor.isOpen) editor.close();
    }
    showSearch();
    const isList = ["instance", "namespace", "mode", "search", "sort", "direction", "page", "size"]
        .some((name) => route[name] !== before[name]);
    if (isList) {
        // The list of another place is not to be taken for this one's.
        byId("list").setAttribute("aria-busy", "true");
        if (instances) showPlaces();
        readList();
        readCounts();
    }
    table.mark(route);
    showOpenRecord();
}

async function showOpenRecord() {
    if (route.key === null || route.place === null) {
        if (editor.record) editor.close();
        return;
    }
    const { instance, key, place } = route;
    if (editor.record?.key === key && editor.record.namespace === place && editor.instance === instance) return;
    if (instance === null) return;
    const record = await attempt(() => api.getRecord(instance, place, key));
    if (record === undefined || route.key !== key || route.place !== place || route.instance !== instance) return;
    if (record) return editor.open(instance, record);
    if (editor.isOpen) editor.close();
    warn(`There is no record ${key} in ${place} any more.`);
    go(address({ key: null, place: null }), { replace: true });
}

/** Returns whether what was edited may be given up, asking the user if there is anything. */
async function mayDrop() {
    if (editor.isDirty) await editor.saved;
    if (!editor.isDirty) return true;
    return confirm({
        title: "Drop your changes?",
        text: "What you have edited was not saved.",
        action: "Drop them",
    });
}

async function closeEditor() {
    if (!editor.isOpen || !await mayDrop()) return;
    const { record } = editor;
    editor.close();
    go(address({ key: null, place: null }));
    if (!table.focus(record)) byId("search-text").focus();
}

// Doing

async function newRecord() {
    if (!currentInstance() || !await mayDrop()) return;
    editor.close();
    go(address({ key: null, place: null }));
    editor.create(route.instance, currentInstance().namespaces, route.namespace);
}

function onSaved(record) {
    tell(`Saved ${record.key}.`);
    recount.add(record.namespace);
    changed.add(identity(record));
    readAll(null);
    if (editor.record === record) go(address({ key: record.key, place: record.namespace }));
}

async function deleteRecord({ namespace, key, revision }) {
    const instance = route.instance;
    const isMeant = await confirm({
        title: "Delete this record?",
        text: `${key}, in the namespace ${namespace}, will be gone for good.`,
        action: "Delete",
    });
    if (!isMeant) return;
    const place = table.records.findIndex((record) => record.key === key && record.namespace === namespace);
    const neighbour = table.records[place + 1] ?? table.records[place - 1];
    try {
        const wasThere = await api.deleteRecord(instance, namespace, key, revision);
        tell(wasThere ? `Deleted ${key}.` : `${key} was gone already.`);
    } catch (failure) {
        const text = failure.kind === "changed"
            ? `${key} was not deleted: it has changed meanwhile. Look at it again first.`
            : failure.message;
        warn(text);
        return readAll(null);
    }
    recount.add(namespace);
    if (editor.record?.key === key && editor.record.namespace === namespace) {
        editor.close();
        go(address({ key: null, place: null }));
    }
    if (!neighbour || !table.focus(neighbour)) byId("new-record").focus();
    listReading.request();
    instancesReading.request();
}

function newInstance() {
    askForInstance({
        title: "New instance",
        action: "Create",
        save: async (name, description) => {
            const instance = await api.createInstance(name, description);
            await readInstances();
            go(placeAddress(instance.id, null));
            tell(`Created ${name}.`);
        },
    });
}

function editInstance() {
    const { id, name, description } = currentInstance();
    askForInstance({
        title: "Rename the instance",
        action: "Save",
        name,
        description,
        save: async (newName, newDescription) => {
            await api.updateInstance(id, newName, newDescription);
            await readInstances();
        },
    });
}

async function deleteInstance() {
    const { id, name, recordCount } = currentInstance();
    const isMeant = await confirm({
        title: "Delete this instance?",
        text: `${name} and all that is in it, ${records(recordCount)}, will be gone for good.`,
        action: "Delete instance",
    });
    if (!isMeant) return;
    await attempt(async () => {
        await api.deleteInstance(id);
        tell(`Deleted ${name}.`);
    });
    await readInstances();
    sidebar.focus();
}

async function clearNamespace() {
    const { instance, namespace } = route;
    const count = counts.get(namespace);
    const isMeant = await confirm({
        title: "Clear this namespace?",
        text: `All records of ${namespace}${count === undefined ? "" : `, ${records(count)},`} will be gone for good.`,
        action: "Clear namespace",
    });
    if (!isMeant) return;
    await attempt(async () => {
        tell(`Deleted ${records(await api.clearNamespace(instance, namespace))}.`);
    });
    readAll(null);
}

function records(count) {
    return count === 1 ? "1 record" : `${count.toLocaleString()} records`;
}

// Searching

let typing = null;

function showSearch() {
    const text = byId("search-text");
    byId("search-mode").value = route.mode;
    text.placeholder = searches[route.mode].hint;
    // Where the user is typing, the address follows the field and not the other way round.
    if (typing === null) text.value = route.search;
}

function search() {
    clearTimeout(typing);
    typing = null;
    go(address({ mode: byId("search-mode").value, search: byId("search-text").value, page: 1 }), { replace: true });
}

function prepareSearch() {
    for (const [mode, { label }] of Object.entries(searches)) {
        byId("search-mode").append(make("option", { value: mode, text: label }));
    }
    byId("search-text").addEventListener("input", () => {
        clearTimeout(typing);
        typing = setTimeout(search, 150);
    });
    byId("search-mode").addEventListener("change", search);
    byId("search").addEventListener("submit", (event) => {
        event.preventDefault();
        search();
        table.focus();
    });
}

// Keys

const keys = {
    "/": () => byId("search-text").select(),
    "?": showHelp,
    n: newRecord,
    i: newInstance,
    g: () => sidebar.focus(),
    l: () => table.focus(),
    r: () => readAll("you asked for it"),
    "[": () => table.turn(-1),
    "]": () => table.turn(1),
};

function pressed(event) {
    if (event.defaultPrevented || isAsking()) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        editor.save();
    } else if (event.key === "Escape" && editor.isOpen) {
        event.preventDefault();
        closeEditor();
    } else if (byId("letters").checked && !isTyping(event.target)) {
        const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        action();
    }
}

function isTyping(element) {
    return element.closest("input:not([type=checkbox]), textarea, select") !== null;
}

/** Whether letters are shortcuts is kept until the tab is closed. */
function prepareKeys() {
    const box = byId("letters");
    box.checked = sessionStorage.getItem("agentkv.letters") !== "off";
    box.addEventListener("change", () => {
        sessionStorage.setItem("agentkv.letters", box.checked ? "on" : "off");
    });
    addEventListener("keydown", pressed);
}

// Beginning

prepareKeys();
prepareSearch();
showSearch();
api.setTokenPrompt(async () => {
    const token = await askForToken();
    // Once the token is kept, the socket is opened with it.
    setTimeout(() => live.retryNow());
    return token;
});
byId("new-instance").addEventListener("click", newInstance);
byId("new-record").addEventListener("click", newRecord);
byId("edit-instance").addEventListener("click", editInstance);
byId("delete-instance").addEventListener("click", deleteInstance);
byId("clear-namespace").addEventListener("click", clearNamespace);
byId("show-help").addEventListener("click", showHelp);
byId("retry").addEventListener("click", () => live.retryNow());
byId("skip").addEventListener("click", () => table.focus());
for (const name of ["hashchange", "popstate", "routechange"]) addEventListener(name, followAddress);
addEventListener("beforeunload", (event) => {
    if (editor.isDirty) event.preventDefault();
});

// The first answer shows whether a token is needed, before the socket is refused for want of it.
await readInstances();
readList();
showOpenRecord();
live.start();
