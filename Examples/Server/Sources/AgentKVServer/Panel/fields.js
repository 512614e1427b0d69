// The fields of the editor: what can be typed and chosen for a record, and what is wrong with it.

import { byId, fill, make, setText } from "./dom.js";
import { parse, stringify } from "./json.js";
import { now, readLifetime } from "./times.js";

/** A longer text is checked when it is saved, not with each key. */
const quicklyRead = 100_000;

export class Fields {
    /** `onInput` is called with every change. */
    constructor({ onInput }) {
        this.onInput = onInput;
        this.value = byId("value");
        this.choice = byId("lifetime-choice");
        this.length = byId("lifetime-text");
        this.key = byId("new-key");
        this.namespace = byId("new-namespace");
        this.value.addEventListener("input", () => this.typed());
        for (const field of [this.key, this.namespace, this.length]) {
            field.addEventListener("input", onInput);
        }
        this.choice.addEventListener("change", () => {
            onInput();
            if (this.choice.value === "new") this.length.focus();
        });
        byId("format").addEventListener("click", () => this.format());
    }

    /** Shows the value of a record as text; null is a record that is not there yet. */
    begin(record, text) {
        byId("new-place").hidden = record !== null;
        byId("facts").hidden = record === null;
        this.value.value = text;
        this.length.value = "";
        this.chooseStandard(record);
        this.complain("");
    }

    /** Empties the fields of a new record, and puts the focus where it is to be begun. */
    beginNew(namespaces, namespace) {
        this.key.value = "";
        this.namespace.value = namespace ?? "";
        fill(byId("known-namespaces"), ...namespaces.map((name) => make("option", { value: name })));
        (namespace === null ? this.namespace : this.key).focus();
    }

    /** Chooses what leaves the lifetime of a record as it is. */
    chooseStandard(record) {
        this.offerToKeep(record);
        this.choice.value = standardChoice(record);
    }

    offerToKeep(record) {
        this.choice.querySelector("[value=keep]").hidden = !record?.expiresAt;
    }

    hasNewLifetime(record) {
        return this.choice.value !== standardChoice(record);
    }

    /** Shows another text where the cursor stays. */
    replace(show) {
        const { selectionStart, selectionEnd, scrollTop } = this.value;
        show();
        this.value.setSelectionRange(selectionStart, selectionEnd);
        this.value.scrollTop = scrollTop;
    }

    /** Returns all that can be typed and chosen for a record, to see whether it changes. */
    content() {
        return stringify([this.value.value, this.choice.value, this.length.value]);
    }

    /** Returns what the fields say, or null after saying what is wrong with them. */
    read(record) {
        this.complain("");
        const namespace = record ? record.namespace : this.namespace.value;
        const key = record ? record.key : this.key.value;
        if (namespace === "") return this.complain("A namespace is needed.", this.namespace);
        if (key === "") return this.complain("A key is needed.", this.key);
        let value;
        try {
            value = parse(this.value.value);
        } catch (problem) {
            this.drawValueProblem(problem);
            this.complain("The value is not JSON yet; nothing was saved.", this.value);
            this.value.setSelectionRange(problem.offset, problem.offset + 1);
            return null;
        }
        try {
            return { namespace, key, value, ttlSeconds: this.readLifetime(record) };
        } catch (problem) {
            return this.complain(problem.message, this.length);
        }
    }

    readLifetime(record) {
        if (this.choice.value === "new") return readLifetime(this.length.value);
        if (this.choice.value === "none") return undefined;
        return Math.max(record.expiresAt - now(), 1) / 1000;
    }

    format() {
        try {
            this.value.value = stringify(parse(this.value.value), "  ");
            this.typed();
        } catch (problem) {
            this.drawValueProblem(problem);
        }
    }

    typed() {
        let problem = null;
        if (this.value.value !== "" && this.value.value.length <= quicklyRead) {
            try {
                parse(this.value.value);
            } catch (found) {
                problem = found;
            }
        }
        this.drawValueProblem(problem);
        setText(byId("editor-problem"), "");
        this.onInput();
    }

    drawValueProblem(problem) {
        setText(byId("value-problem"), problem?.message ?? "");
        this.value.ariaInvalid = problem ? "true" : "false";
    }

    /** Says what keeps it from being saved, with the focus on the field that is to be mended. */
    complain(text, field) {
        setText(byId("editor-problem"), text);
        if (text === "") this.drawValueProblem(null);
        field?.focus();
        return null;
    }
}

function standardChoice(record) {
    return record?.expiresAt ? "keep" : "none";
}
