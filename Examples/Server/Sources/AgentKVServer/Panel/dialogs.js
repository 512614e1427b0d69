// The questions that the panel asks before it goes on. Esc says no, and the focus returns to where it was.

import { byId, setText } from "./dom.js";

/** Asks before something that cannot be undone; returns whether the user wants it. */
export async function confirm({ title, text, action }) {
    const dialog = byId("confirm");
    setText(byId("confirm-title"), title);
    setText(byId("confirm-text"), text);
    setText(byId("confirm-yes"), action);
    return await shown(dialog) === "yes";
}

/**
 * Asks for name and description of an instance and gives them to `save`, until that does not throw or the
 * user gives up.
 */
export function askForInstance({ title, action, name = "", description = "", save }) {
    const dialog = byId("instance-dialog");
    const form = dialog.querySelector("form");
    const button = byId("instance-save");
    setText(byId("instance-dialog-title"), title);
    setText(button, action);
    setText(byId("instance-problem"), "");
    byId("instance-name").value = name;
    byId("instance-description").value = description;
    byId("instance-cancel").onclick = () => dialog.close();
    form.onsubmit = async (event) => {
        event.preventDefault();
        setText(byId("instance-problem"), "");
        button.disabled = true;
        try {
            await save(byId("instance-name").value, byId("instance-description").value);
            dialog.close();
        } catch (failure) {
            setText(byId("instance-problem"), failure.message);
            byId("instance-name").focus();
        } finally {
            button.disabled = false;
        }
    };
    return shown(dialog);
}

let wasAsked = false;

/** Asks for the token; there is nothing to see without it, so that the question cannot be dismissed. */
export async function askForToken() {
    const dialog = byId("token-dialog");
    byId("token").value = "";
    setText(byId("token-problem"), wasAsked ? "That was not it, or it is no longer the server's token." : "");
    wasAsked = true;
    const keep = (event) => event.preventDefault();
    dialog.addEventListener("cancel", keep);
    do {
        await shown(dialog);
    } while (byId("token").value === "");
    dialog.removeEventListener("cancel", keep);
    const token = byId("token").value;
    byId("token").value = "";
    return token;
}

/** Shows the shortcuts. */
export function showHelp() {
    return shown(byId("help"));
}

/** Whether a dialog is open. */
export function isAsking() {
    return document.querySelector("dialog[open]") !== null;
}

/** Shows a dialog and returns its answer. A closed one tells so later: who shows it again waits for that. */
function shown(dialog) {
    dialog.answer = Promise.resolve(dialog.answer).then(() => new Promise((resolve) => {
        dialog.returnValue = "";
        dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
        dialog.showModal();
    }));
    return dialog.answer;
}
