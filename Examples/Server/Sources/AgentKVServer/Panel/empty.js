// What stands in place of the list where there is nothing in it.

import { byId, fillAnew, make } from "./dom.js";
import { stringify } from "./json.js";
import { address, go } from "./route.js";
import { currentInstance, panel } from "./state.js";

/** Says why there is nothing in the list, and what can be done. */
export function showEmpty() {
    const box = byId("empty");
    const hasNone = panel.instances !== null && panel.table.records.length === 0 && !byId("list").ariaBusy;
    const isEmpty = panel.isUnread || hasNone;
    box.hidden = !isEmpty;
    byId("records").hidden = isEmpty;
    byId("pager").hidden = panel.isUnread || !currentInstance();
    if (!isEmpty) return;
    const isSearch = panel.route.search !== "";
    const situation = stringify([
        panel.isUnread,
        currentInstance() !== null,
        panel.instances.length > 0,
        isSearch,
        panel.route.namespace,
    ]);
    fillAnew(box, situation, () => {
        if (panel.isUnread) return notRead();
        if (currentInstance() && isSearch) return noMatch();
        if (currentInstance()) return noRecords();
        if (panel.instances.length > 0) return [make("p", { class: "lead", text: "This instance was deleted." })];
        return noInstances();
    });
}

function notRead() {
    return [
        make("p", { class: "lead", text: "This list could not be read yet." }),
        make("p", { text: "It appears here as soon as the server answers." }),
    ];
}

function noInstances() {
    return [
        make("p", { class: "lead", text: "There are no instances yet." }),
        make("p", { text: "An instance holds namespaces, and they hold records. Make the first one here, "
            + "or let a program make it with its first record:" }),
        make("pre", { text: `curl ${location.origin}/kvstore/kv -d '{\n  "instanceId": "agents", `
            + `"namespace": "config",\n  "key": "theme", "value": "dark",\n  "autoCreateInstance": true\n}'` }),
        make("button", { type: "button", class: "primary", text: "New instance", onclick: () => byId("new-instance").click() }),
    ];
}

function noRecords() {
    const where = panel.route.namespace === null ? "This instance" : "This namespace";
    return [
        make("p", { class: "lead", text: `${where} holds no records.` }),
        make("p", { text: "Records appear here as soon as a program writes them." }),
        make("button", { type: "button", class: "primary", text: "New record", onclick: () => byId("new-record").click() }),
    ];
}

function noMatch() {
    const showAll = () => go(address({ search: "", page: 1 }));
    return [
        make("p", { class: "lead", text: "No record fits the search." }),
        make("button", { type: "button", text: "Show all", onclick: showAll }),
    ];
}
