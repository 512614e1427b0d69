// What keys do.

import { isAsking, showHelp } from "./dialogs.js";
import { byId } from "./dom.js";
import { readAll } from "./following.js";
import { newInstance } from "./instance-actions.js";
import { closeEditor } from "./moving.js";
import { newRecord } from "./record-actions.js";
import { panel } from "./state.js";

const keys = {
    "/": () => byId("search-text").select(),
    "?": showHelp,
    n: newRecord,
    i: newInstance,
    g: () => panel.sidebar.focus(),
    l: () => panel.table.focus(),
    r: () => readAll("you asked for it"),
    "[": () => panel.table.turn(-1),
    "]": () => panel.table.turn(1),
};

function pressed(event) {
    if (event.defaultPrevented || isAsking()) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        panel.editor.save();
    } else if (event.key === "Escape" && panel.editor.isOpen) {
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
export function prepareKeys() {
    const box = byId("letters");
    box.checked = sessionStorage.getItem("agentkv.letters") !== "off";
    box.addEventListener("change", () => {
        sessionStorage.setItem("agentkv.letters", box.checked ? "on" : "off");
    });
    addEventListener("keydown", pressed);
}
