// One record, to look at and to change. It never writes over what somebody else has written meanwhile
// unless the user has seen that and says so.

import { getRecord } from "./api.js";
import { hideConflict, showConflict } from "./conflict.js";
import { byId, setText } from "./dom.js";
import { drawFacts } from "./facts.js";
import { Fields } from "./fields.js";
import { stringify } from "./json.js";
import { write } from "./saving.js";

/** The column with the open record. */
export class Editor {
    /** `onSaved` is told the record that was written, `onDelete` which to delete, `onClose` that it is closed. */
    constructor({ onSaved, onDelete, onClose }) {
        Object.assign(this, { onSaved, onDelete, onClose });
        this.isOpen = false;
        /** Whether another record is being read, to be opened in place of this one. */
        this.isLeft = false;
        this.record = null;
        /** Ends when what is being saved is saved, or has failed to be. */
        this.saved = Promise.resolve();
        this.fields = new Fields({ onInput: () => this.drawButtons() });
        byId("editor-form").addEventListener("submit", (event) => {
            event.preventDefault();
            this.save();
        });
        byId("revert").addEventListener("click", () => this.open(this.instance, this.record));
        byId("close-editor").addEventListener("click", () => this.onClose());
        byId("delete-record").addEventListener("click", async () => {
            await this.saved;
            if (this.record) this.onDelete(this.record);
        });
        setInterval(() => {
            if (this.isOpen) this.drawFacts();
        }, 1000);
    }

    /** Whether there is something that closing would lose. */
    get isDirty() {
        if (!this.isOpen || this.isLeft) return false;
        if (this.record) return this.hasNewValue || this.fields.hasNewLifetime(this.record);
        return this.fields.value.value !== "" || this.fields.key.value !== "";
    }

    get hasNewValue() {
        return this.fields.value.value !== this.text;
    }

    /** Returns whether the record at that place is the open one. */
    holds(instance, namespace, key) {
        return this.instance === instance && this.record?.namespace === namespace && this.record.key === key;
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
        this.fields.beginNew(namespaces, namespace);
    }

    /** Takes a record as the one that is edited, and leaves the fields as they are. */
    rebase(record) {
        this.record = record;
        this.text = stringify(record.value, "  ");
        this.drawFacts();
        this.drawButtons();
    }

    /** Takes nothing more: what is in the editor is no longer what the address names. */
    leave() {
        this.isLeft = true;
        this.drawButtons();
    }

    /** Goes on with what is in the editor. */
    stay() {
        this.isLeft = false;
        this.drawButtons();
    }

    close() {
        this.isOpen = false;
        this.record = null;
        byId("editor").hidden = true;
        document.body.classList.remove("editing");
    }

    begin(instance, record) {
        Object.assign(this, { instance, record, theirs: undefined, isOpen: true, isLeft: false, isSaving: false });
        byId("editor").hidden = false;
        document.body.classList.add("editing");
        this.fields.begin(record, this.text);
        hideConflict();
        this.drawFacts();
        this.drawButtons();
    }

    /** Takes what the server now has at the open record's place: a record, or null. */
    meanwhile(record) {
        if (!this.record || this.isSaving || this.isLeft) return;
        if (record && record.revision === this.record.revision) this.follow(record);
        else if (record && !this.isDirty) this.fields.replace(() => this.open(this.instance, record));
        else this.disagree(record);
    }

    /** Takes the same record, whose lifetime may be another. */
    follow(record) {
        const hadLifetime = this.fields.hasNewLifetime(this.record);
        this.record = record;
        if (this.theirs !== undefined) this.agree();
        if (hadLifetime) this.fields.offerToKeep(record);
        else this.fields.chooseStandard(record);
        this.drawFacts();
    }

    agree() {
        this.theirs = undefined;
        hideConflict();
        this.drawButtons();
    }

    /** Says that the record is not the one that was opened, and asks what is to be kept. */
    disagree(theirs) {
        const isSame = this.theirs === theirs || (this.theirs && this.theirs.revision === theirs?.revision);
        if (isSame) return;
        this.theirs = theirs;
        showConflict({
            record: this.record,
            theirs,
            isDirty: this.isDirty,
            onTake: () => {
                this.open(this.instance, theirs);
                this.fields.value.focus();
            },
            onKeep: () => this.save({ over: this.theirs }),
        });
        this.drawButtons();
    }

    /** Writes what was edited; with `over`, in place of that record, or where null says there is none. */
    save(options) {
        if (!this.isSaving) this.saved = this.write(options);
        return this.saved;
    }

    async write({ over } = {}) {
        if (this.isSaving || !this.isOpen || this.isLeft) return;
        const { instance, record, hasNewValue } = this;
        const change = this.fields.read(record);
        if (!change) return;
        if (over === undefined && record && !this.isDirty) return this.fields.complain("Nothing has changed.");
        const before = this.fields.content();
        this.isSaving = true;
        this.drawButtons();
        let written = null;
        let failure = null;
        try {
            written = await write({ instance, record, change, hasNewValue, over });
        } catch (problem) {
            failure = problem;
        }
        this.isSaving = false;
        const isNew = record === null;
        // The user may have gone elsewhere.
        const isHere = this.isOpen && !this.isLeft && this.instance === instance
            && (isNew ? this.record === null : this.record?.key === change.key);
        if (failure) await this.failed(failure, isNew, [instance, change.namespace, change.key], isHere);
        else if (written && isHere && (isNew || before === this.fields.content())) this.open(instance, written);
        // What was typed while it was being saved is the next change.
        else if (written && isHere) this.rebase(written);
        else if (isHere) this.disagree(null);
        if (isHere) this.drawButtons();
        if (written) this.onSaved(written);
    }

    async failed(failure, isNew, place, isHere) {
        if (!isHere) return;
        if (failure.kind !== "changed") return this.fields.complain(failure.message);
        if (isNew) return this.fields.complain("There already is a record of this key in this namespace. Choose another key, or open that one.");
        try {
            this.theirs = undefined;
            this.disagree(await getRecord(...place));
        } catch (problem) {
            this.fields.complain(problem.message);
        }
        byId("meanwhile").scrollIntoView({ block: "nearest" });
    }

    drawButtons() {
        // Closing is possible even while it is left.
        for (const part of byId("editor-form").children) part.inert = this.isLeft && !part.matches(".title");
        byId("lifetime-length").hidden = this.fields.choice.value !== "new";
        byId("save").disabled = this.isSaving || this.theirs !== undefined;
        setText(byId("save"), this.record ? "Save" : "Create");
        byId("revert").hidden = this.record === null;
        byId("revert").disabled = !this.isDirty || this.theirs === null;
        byId("delete-record").hidden = this.record === null || this.theirs === null;
    }

    drawFacts() {
        if (this.record) drawFacts(this.record);
    }
}
