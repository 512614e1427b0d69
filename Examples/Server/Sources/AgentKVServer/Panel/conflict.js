// What is said, and asked, where the open record is no longer what it was when it was opened.

import { byId, fill, make } from "./dom.js";
import { stringify } from "./json.js";
import { now } from "./times.js";

/**
 * Shows what the server now has in place of `record`: `theirs`, or null. `onTake` is called when the user
 * wants that, `onKeep` when what was edited is to be kept.
 */
export function showConflict({ record, theirs, isDirty, onTake, onKeep }) {
    const box = byId("meanwhile");
    const mine = make("button", {
        type: "button",
        id: "keep-mine",
        text: theirs ? "Overwrite it with mine" : "Create it again",
        onclick: onKeep,
    });
    if (theirs) {
        fill(box,
            make("p", { text: "This record was changed while you edited it. It is now:" }),
            make("pre", { text: stringify(theirs.value, "  ") }),
            make("div", { class: "buttons" },
                make("button", {
                    type: "button",
                    id: "take-theirs",
                    text: "Take this one, drop mine",
                    onclick: onTake,
                }),
                mine));
    } else {
        const hasExpired = record.expiresAt !== null && record.expiresAt <= now();
        const what = hasExpired ? "The lifetime of this record has ended" : "This record was deleted";
        fill(box,
            make("p", { text: `${what}. Below is what it held${isDirty ? ", with your changes" : ""}.` }),
            make("div", { class: "buttons" }, mine));
    }
    box.hidden = false;
}

export function hideConflict() {
    byId("meanwhile").hidden = true;
}
