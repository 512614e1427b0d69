// All that the panel knows of the server's addresses and of the shapes of its answers: see API.md.

import { JSONNumber, parse, stringify } from "./json.js";
import { setServerTime } from "./times.js";

/**
 * Why a request was not done. Its `kind` is `unreachable` (no answer came), `token` (it is missing or
 * wrong), `changed` (the record is not as it was), `missing` (no such instance), `busy` or `refused`.
 */
export class Failure extends Error {
    constructor(kind, message) {
        super(message);
        this.kind = kind;
    }
}

const tokenName = "agentkv.token";
/** How long an answer may take, in milliseconds: longer than the server lets a query run. */
const patience = 40_000;

let askForToken = () => Promise.reject(new Failure("token", "The server asks for a token."));
let asking = null;

/** Says who asks the user for the token; the function returns a promise of it. */
export function setTokenPrompt(prompt) {
    askForToken = prompt;
}

/** Asks for the token and keeps it until the tab is closed; who asks meanwhile gets the same answer. */
export function renewToken() {
    asking ??= askForToken()
        .then((token) => sessionStorage.setItem(tokenName, token))
        .finally(() => { asking = null; });
    return asking;
}

/** Returns the address of the events after a revision, or of those from now on. */
export function eventsAddress(after) {
    const address = new URL("/ws", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    if (after !== null) address.searchParams.set("after", after);
    const token = sessionStorage.getItem(tokenName);
    if (token) address.searchParams.set("token", token);
    return address;
}

/** Returns what a frame of the events says: `{type, revision, data}`. */
export function readFrame(text) {
    const frame = parse(text);
    const data = frame.get("data");
    return {
        type: frame.get("type"),
        revision: frame.has("revision") ? String(frame.get("revision")) : null,
        data: data instanceof Map ? Object.fromEntries(data) : data ?? {},
    };
}

/** Returns once the server has answered; throws what keeps it from it. */
export async function checkHealth(milliseconds) {
    await send("GET", "/kvstore/health", { timeout: milliseconds });
}

// Instances

export async function listInstances() {
    const data = await send("GET", "/kvstore/instances");
    return data.get("instances").map(readInstance);
}

export async function createInstance(name, description) {
    const body = { name, description: description || undefined };
    return readInstance((await send("POST", "/kvstore/instances", { body })).get("instance"));
}

export async function updateInstance(id, name, description) {
    const body = { name, description };
    await send("PUT", path("instances", id), { body });
}

export async function deleteInstance(id) {
    await send("DELETE", path("instances", id));
}

export async function countRecords(id, namespace) {
    const data = await send("GET", `${path("count", id)}?${new URLSearchParams({ namespace })}`);
    return Number(data.get("count"));
}

/** Deletes all records of a namespace and returns how many they were. */
export async function clearNamespace(id, namespace) {
    if (!isStep(namespace)) {
        const data = await send("DELETE", path("namespace", id, namespace));
        return Number(data.get("deletedCount"));
    }
    let deleted = 0;
    for (;;) {
        const page = await query({ instance: id, namespace, select: ["key"], limit: 500 });
        if (page.records.length === 0) return deleted;
        const keys = page.records.map((record) => record.key);
        deleted += await deleteKeys(id, namespace, keys);
    }
}

// Records

/** Returns `{records, total}`: a page of the records that fit, and how many fit in all. */
export async function query({ instance, namespace, where = [], select, order, limit, offset = 0 }) {
    const from = { instance, namespace: namespace ?? undefined };
    const body = { from, where, select, orderBy: order, limit, offset };
    const result = (await send("POST", "/kvstore/query", { body })).get("result");
    return {
        records: result.get("records").map(readRecord),
        total: Number(result.get("total")),
    };
}

/** Returns the record at a key, or null. */
export async function getRecord(id, namespace, key) {
    const where = [{ field: "key", operator: "eq", value: key }];
    const { records } = await query({ instance: id, namespace, where, limit: 1 });
    return records[0] ?? null;
}

/**
 * Sets a value and returns the record. It is written only if `revision` is still the record's, or, where
 * that is null, if there is no record; otherwise a Failure of the kind `changed` is thrown.
 */
export async function setRecord({ instance, namespace, key, value, ttlSeconds, revision }) {
    const headers = revision === null ? { "If-None-Match": "*" } : { "If-Match": `"${revision}"` };
    const body = { instanceId: instance, namespace, key, value, ttlSeconds };
    return readRecord((await send("POST", "/kvstore/kv", { body, headers })).get("record"));
}

/** Gives a record a lifetime in seconds, or none with null; returns whether there is a record. */
export async function setLifetime(id, namespace, key, ttlSeconds) {
    const body = { instanceId: id, namespace, key, ttlSeconds };
    return (await send("POST", "/kvstore/expire", { body })).get("exists");
}

/** Deletes a record, if `revision` is still its revision; returns whether there was one. */
export async function deleteRecord(id, namespace, key, revision) {
    if (isStep(namespace) || isStep(key)) return await deleteKeys(id, namespace, [key]) > 0;
    const headers = { "If-Match": `"${revision}"` };
    return (await send("DELETE", path("kv", id, namespace, key), { headers })).get("deleted");
}

async function deleteKeys(id, namespace, keys) {
    const body = { instanceId: id, namespace, keys };
    return Number((await send("POST", "/kvstore/batch/delete", { body })).get("deletedCount"));
}

// Requests and answers

function path(...parts) {
    return `/kvstore/${parts.map(encodeURIComponent).join("/")}`;
}

/** Returns whether a browser takes a part of a path for a step to a folder, even when it is encoded. */
function isStep(part) {
    return part === "." || part === "..";
}

async function send(method, address, { body, headers = {}, timeout = patience } = {}) {
    const request = { method, headers: { ...headers }, cache: "no-store" };
    if (body !== undefined) {
        request.body = stringify(body);
        request.headers["Content-Type"] = "application/json";
    }
    for (;;) {
        const token = sessionStorage.getItem(tokenName);
        if (token) request.headers.Authorization = `Bearer ${token}`;
        const { status, text } = await fetchText(address, request, timeout);
        if (status !== 401) return readAnswer(status, text);
        // Another request may have renewed the token while this one was under way.
        if (sessionStorage.getItem(tokenName) === token) await renewToken();
    }
}

async function fetchText(address, request, timeout) {
    try {
        const answer = await fetch(address, { ...request, signal: AbortSignal.timeout(timeout) });
        return { status: answer.status, text: await answer.text() };
    } catch {
        throw new Failure("unreachable", "The server does not answer.");
    }
}

function readAnswer(status, text) {
    let answer;
    try {
        answer = parse(text);
    } catch {
        throw new Failure("refused", `The server's answer cannot be read (status ${status}).`);
    }
    setServerTime(answer.get("timestamp"));
    if (answer.get("success") === true) return answer.get("data");
    const kinds = { 404: "missing", 412: "changed", 503: "busy" };
    const message = answer.get("error") ?? `The server refused (status ${status}).`;
    throw new Failure(kinds[status] ?? "refused", message);
}

function readInstance(instance) {
    return {
        id: instance.get("id"),
        name: instance.get("name"),
        description: instance.get("description") ?? "",
        recordCount: Number(instance.get("recordCount") ?? 0),
        namespaces: instance.get("namespaces") ?? [],
        createdAt: Date.parse(instance.get("createdAt")),
    };
}

function readRecord(record) {
    const time = (name) => (record.has(name) ? Date.parse(record.get(name)) : null);
    const revision = record.get("revision");
    return {
        id: record.get("id"),
        namespace: record.get("namespace"),
        key: record.get("key"),
        value: record.get("value"),
        metadata: record.get("metadata") ?? null,
        createdAt: time("createdAt"),
        updatedAt: time("updatedAt"),
        expiresAt: time("expiresAt"),
        // As text: a number here may be rounded.
        revision: revision instanceof JSONNumber ? revision.text : String(revision),
    };
}
