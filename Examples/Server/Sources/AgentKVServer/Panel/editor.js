// One record, to look at and to change. It never writes over what somebody else has written meanwhile
// unless the user has seen that and says so.

import { getRecord, setLifetime, setRecord } from "./api.js";
import { byId, fill, make, setText } from "./dom.js";
import { parse, stringify } from "./json.js";
import { ago, moment, now, readLifetime, remaining } from "./times.js";

/** A longer text is checked when it is saved, not with each key. */
const quicklyRead = 100_000;

/** The column with the open record. */
export class Editor {
    /** `onSaved` is told the record that was written, `onDelete` which to delete, `onClose` that it is closed. */
    constructor({ onSaved, onDelete, onClose }) {
        Object.assign(this, { onSaved, onDelete, onClose });
        this.isOpen = false;
        this.record = null;
        /** Ends when what is being saved is saved, or has failed to be. */
        this.saved = Promise.resolve();
        this.value = byId("value");
        this.choice = byId("lifetime-choice");
        byId("editor-form").addEventListener("submit", (event) => {
            event.preventDefault();
            this.save();
        });
        this.value.addEventListener("input", () => this.typed());
        for (const field of [byId("new-key"), byId("new-namespace"), byId("lifetime-text")]) {
            field.addEventListener("input", () => this.drawButtons());
        }
        this.choice.addEventListener("change", () => {
            this.drawButtons();
            if (this.choice.value === "new") byId("lifetime-text").focus();
        });
        byId("format").addEventListener("click", () => this.format());
        byId("revert").addEventListener("click", () => this.open(this.instance, this.record));
        byId("close-editor").addEventListener("click", () => this.onClose());
        byId("delete-record").addEventListener("click", async () => {
            await this.saved;
            if (this.record) this.onDelete(this.record);
        });
        setInterval(() => this.tick(), 1000);
    }

    /** Whether there is something that closing would lose. */
    get isDirty() {
        if (!this.isOpen) return false;
        if (this.record) return this.hasNewValue || this.hasNewLifetime;
        return this.value.value !== "" || byId("new-key").value !== "";
    }

    get hasNewValue() {
        return this.value.value !== this.text;
    }

    get hasNewLifetime() {
        return this.choice.value !== this.standardChoice;
    }

    get standardChoice() {
        return this.record?.expiresAt ? "keep" : "none";
    }

    /** Opens a record of an instance. */
    open(instance, record) {
        this.text = stringify(record.value, "  ");
        this.begin(instance, record);
        setText(byId("editor-title"), record.key);
    }

    /** Begins a record that is not there yet. */
    create(instance, namespaces, namespace) {
        this.text = "";
        this.begin(instance, null);
        setText(byId("editor-title"), "New record");
        byId("new-key").value = "";
        byId("new-namespace").value = namespace ?? "";
        fill(byId("known-namespaces"), ...namespaces.map((name) => make("option", { value: name })));
        byId(namespace === null ? "new-namespace" : "new-key").focus();
    }

    /** Takes a record as the one that is edited, and leaves the fields as they are. */
    rebase(record) {
        this.record = record;
        this.text = stringify(record.value, "  ");
        this.drawFacts();
        this.drawButtons();
    }

    close() {
        this.isOpen = false;
        this.record = null;
        byId("editor").hidden = true;
        document.body.classList.remove("editing");
    }

    begin(instance, record) {
        Object.assign(this, { instance, record, theirs: undefined, isOpen: true, isSaving: false });
        byId("editor").hidden = false;
        document.body.classList.add("editing");
        byId("new-place").hidden = record !== null;
        byId("facts").hidden = record === null;
        this.value.value = this.text;
        byId("lifetime-text").value = "";
        this.choice.querySelector("[value=keep]").hidden = !record?.expiresAt;
        this.choice.value = this.standardChoice;
        byId("meanwhile").hidden = true;
        this.complain("");
        this.drawFacts();
        this.drawButtons();
    }

    /** Takes what the server now has at the open record's place: a record, or null. */
    meanwhile(record) {
        if (!this.record || this.isSaving) return;
        if (record && record.revision === this.record.revision) {
            const hadLifetime = this.hasNewLifetime;
            this.record = record;
            if (this.theirs !== undefined) this.agree();
            this.choice.querySelector("[value=keep]").hidden = !record.expiresAt;
            if (!hadLifetime) this.choice.value = this.standardChoice;
            this.drawFacts();
        } else if (record && !this.isDirty) {
            const { selectionStart, selectionEnd, scrollTop } = this.value;
            this.open(this.instance, record);
            this.value.setSelectionRange(selectionStart, selectionEnd);
            this.value.scrollTop = scrollTop;
        } else {
            this.disagree(record);
        }
    }

    agree() {
        this.theirs = undefined;
        byId("meanwhile").hidden = true;
        this.drawButtons();
    }

    /** Says that the record is not the one that was opened, and asks what is to be kept. */
    disagree(theirs) {
        const isSame = this.theirs === theirs || (this.theirs && this.theirs.revision === theirs?.revision);
        if (isSame) return;
        this.theirs = theirs;
        const box = byId("meanwhile");
        const mine = make("button", {
            type: "button",
            id: "keep-mine",
            text: theirs ? "Overwrite it with mine" : "Create it again",
            onclick: () => this.save({ over: this.theirs }),
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
                        onclick: () => {
                            this.open(this.instance, theirs);
                            this.value.focus();
                        },
                    }),
                    mine));
        } else {
            const hasExpired = this.record.expiresAt !== null && this.record.expiresAt <= now();
            const what = hasExpired ? "The lifetime of this record has ended" : "This record was deleted";
            fill(box,
                make("p", { text: `${what}. Below is what it held${this.isDirty ? ", with your changes" : ""}.` }),
                make("div", { class: "buttons" }, mine));
        }
        box.hidden = false;
        this.drawButtons();
    }

    /** Writes what was edited; with `over`, in place of that record, or where null says there is none. */
    save(options) {
        if (!this.isSaving) this.saved = this.write(options);
        return this.saved;
    }

    async write({ over } = {}) {
        if (this.isSaving || !this.isOpen) return;
        const change = this.readFields();
        if (!change) return;
        const isNew = this.record === null;
        if (over === undefined && !isNew && !this.isDirty) return this.complain("Nothing has changed.");
        const before = this.fields();
        this.isSaving = true;
        this.drawButtons();
        const place = [this.instance, change.namespace, change.key];
        let written = null;
        let failure = null;
        try {
            if (over === undefined && !isNew && !this.hasNewValue) {
                await setLifetime(...place, change.ttlSeconds ?? null);
                written = await getRecord(...place);
            } else {
                const revision = over === undefined ? this.record?.revision ?? null : over?.revision ?? null;
                written = await setRecord({ instance: this.instance, ...change, revision });
            }
        } catch (problem) {
            failure = problem;
        }
        this.isSaving = false;
        // The user may have gone elsewhere.
        const isHere = this.isOpen && this.instance === place[0]
            && (isNew ? this.record === null : this.record?.key === change.key);
        if (failure) await this.failed(failure, isNew, place, isHere);
        else if (written && isHere && (isNew || before === this.fields())) this.open(this.instance, written);
        // What was typed while it was being saved is the next change.
        else if (written && isHere) this.rebase(written);
        else if (isHere) this.disagree(null);
        if (isHere) this.drawButtons();
        if (written) this.onSaved(written);
    }

    async failed(failure, isNew, place, isHere) {
        if (!isHere) return;
        if (failure.kind !== "changed") return this.complain(failure.message);
        if (isNew) return this.complain("There already is a record of this key in this namespace. Choose another key, or open that one.");
        try {
            this.theirs = undefined;
            this.disagree(await getRecord(...place));
        } catch (problem) {
            this.complain(problem.message);
        }
        byId("meanwhile").scrollIntoView({ block: "nearest" });
    }

    /** Returns all that can be typed and chosen for a record, to see whether it changes. */
    fields() {
        return stringify([this.value.value, this.choice.value, byId("lifetime-text").value]);
    }

    /** Returns what the fields say, or null after saying what is wrong with them. */
    readFields() {
        this.complain("");
        const namespace = this.record ? this.record.namespace : byId("new-namespace").value;
        const key = this.record ? this.record.key : byId("new-key").value;
        if (namespace === "") return this.complain("A namespace is needed.", byId("new-namespace"));
        if (key === "") return this.complain("A key is needed.", byId("new-key"));
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
            return { namespace, key, value, ttlSeconds: this.readLifetime() };
        } catch (problem) {
            return this.complain(problem.message, byId("lifetime-text"));
        }
    }

    readLifetime() {
        if (this.choice.value === "new") return readLifetime(byId("lifetime-text").value);
        if (this.choice.value === "none") return undefined;
        return Math.max(this.record.expiresAt - now(), 1) / 1000;
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
        this.drawButtons();
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

    drawButtons() {
        byId("lifetime-length").hidden = this.choice.value !== "new";
        byId("save").disabled = this.isSaving || this.theirs !== undefined;
        setText(byId("save"), this.record ? "Save" : "Create");
        byId("revert").hidden = this.record === null;
        byId("revert").disabled = !this.isDirty || this.theirs === null;
        byId("delete-record").hidden = this.record === null || this.theirs === null;
    }

    drawFacts() {
        if (!this.record) return;
        const { namespace, createdAt, updatedAt, expiresAt, revision, metadata } = this.record;
        const facts = [
            ["Namespace", namespace],
            ["Created", moment(createdAt)],
            ["Updated", `${moment(updatedAt)}, ${ago(updatedAt)}`],
            ["Expires", expiresAt === null ? "never" : `in ${remaining(expiresAt - now())}, ${moment(expiresAt)}`],
            ["Revision", revision],
        ];
        if (expiresAt !== null && expiresAt <= now()) facts[3][1] = `expired ${moment(expiresAt)}`;
        if (metadata) facts.push(["Metadata", stringify(metadata)]);
        const list = byId("facts");
        if (list.children.length !== 2 * facts.length) {
            fill(list, ...facts.flatMap(([name]) => [make("dt", { text: name }), make("dd")]));
        }
        facts.forEach(([name, text], index) => {
            setText(list.children[2 * index], name);
            setText(list.children[2 * index + 1], text);
        });
    }

    tick() {
        if (this.isOpen) this.drawFacts();
    }
}
