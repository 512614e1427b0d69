// The table of records: one page of a list that the server has searched and sorted.

import { byId, fill, follow, make, moveFocus, setText } from "./dom.js";
import { preview, stringify, typeOf } from "./json.js";
import { address, go } from "./route.js";
import { ago, moment, now, remaining } from "./times.js";

/** What remains of a lifetime is marked when it is shorter than this, in milliseconds. */
const soon = 60_000;

/** The table, with the line below it that leads to other pages. */
export class RecordTable {
    /** `onDelete` is told the record to delete, `onExpired` that a lifetime has ended. */
    constructor({ onDelete, onExpired }) {
        Object.assign(this, { onDelete, onExpired, records: [], told: new Set() });
        this.rows = byId("rows");
        this.rows.addEventListener("keydown", (event) => this.pressed(event));
        for (const button of byId("records").querySelectorAll("[data-sort]")) {
            button.addEventListener("click", () => this.sort(button.dataset.sort));
        }
        byId("previous").addEventListener("click", () => this.turn(-1));
        byId("next").addEventListener("click", () => this.turn(1));
        byId("size").addEventListener("change", (event) => {
            go(address({ size: Number(event.target.value), page: 1 }));
        });
        setInterval(() => this.tick(), 1000);
    }

    /** Shows a page; the records whose identities are in `changed` are marked for a moment. */
    show({ records, total, route, changed = new Set() }) {
        Object.assign(this, { records, total, route });
        this.drawHead();
        follow(this.rows, records, {
            identify: identity,
            create: (record) => this.createRow(record),
            update: (row, record) => this.updateRow(row, record, changed.has(identity(record))),
        });
        this.drawRange();
        this.tick();
    }

    /** Marks the row of the record that is open. */
    mark(route) {
        this.route = route;
        for (const row of this.rows.children) this.markRow(row);
    }

    /** Shows another page, if there is one. */
    turn(step) {
        const page = this.route.page + step;
        if (page < 1 || page > this.pages) return;
        go(address({ page }));
    }

    /** Puts the focus on a record, or on the first; returns whether there is one. */
    focus(record) {
        const row = record && [...this.rows.children].find((one) => one.identity === identity(record));
        const link = (row ?? this.rows.firstElementChild)?.querySelector("a");
        link?.focus();
        return link !== undefined;
    }

    get pages() {
        return Math.max(1, Math.ceil(this.total / this.route.size));
    }

    createRow(record) {
        const open = () => go(address({ key: record.key, place: record.namespace }));
        const row = make("tr", {},
            make("td", { class: "key" }, make("a")),
            make("td", { class: "namespace" }),
            make("td", { class: "value" }),
            make("td", { class: "updated" }),
            make("td", { class: "expires" }),
            make("td", { class: "actions" }, make("button", {
                type: "button",
                text: "Delete",
                "aria-label": `Delete ${record.key}`,
                onclick: () => this.onDelete(row.record),
            })));
        row.addEventListener("click", (event) => {
            if (!event.target.closest("a, button") && getSelection().isCollapsed) open();
        });
        row.addEventListener("animationend", () => row.classList.remove("changed"));
        return row;
    }

    updateRow(row, record, hasChanged) {
        const [key, namespace, value] = row.children;
        const isNew = row.record?.revision !== record.revision;
        row.record = record;
        setText(key.firstChild, record.key);
        key.firstChild.title = record.key;
        key.firstChild.href = address({ key: record.key, place: record.namespace }, this.route);
        setText(namespace, record.namespace);
        if (isNew) {
            value.dataset.type = typeOf(record.value);
            fill(value, ...preview(record.value).map(({ kind, text }) =>
                make("span", { class: `json ${kind}`, text })));
        }
        if (hasChanged) row.classList.add("changed");
        this.markRow(row);
    }

    markRow(row) {
        const { key, namespace } = row.record;
        row.classList.toggle("open", this.route.key === key && this.route.place === namespace);
    }

    drawHead() {
        for (const button of byId("records").querySelectorAll("[data-sort]")) {
            const isSorted = button.dataset.sort === this.route.sort;
            const cell = button.closest("th");
            if (isSorted) cell.ariaSort = this.route.direction === "asc" ? "ascending" : "descending";
            else cell.removeAttribute("aria-sort");
        }
        byId("records").classList.toggle("one-namespace", this.route.namespace !== null);
    }

    drawRange() {
        const { page, size } = this.route;
        const first = (page - 1) * size + 1;
        const last = first + this.records.length - 1;
        const range = this.records.length === 0
            ? (this.total === 0 ? "No records" : `None on this page, of ${this.total.toLocaleString()}`)
            : `${first.toLocaleString()}–${last.toLocaleString()} of ${this.total.toLocaleString()}`;
        setText(byId("range"), range);
        byId("previous").disabled = page <= 1;
        byId("next").disabled = page >= this.pages;
        byId("size").value = String(size);
    }

    sort(field) {
        const isSame = field === this.route.sort;
        const direction = isSame && this.route.direction === "asc" ? "desc" : "asc";
        go(address({ sort: field, direction, page: 1 }));
    }

    /** Brings the times up to date, which change though the records do not. */
    tick() {
        const time = now();
        let hasExpired = false;
        for (const row of this.rows.children) {
            const { record } = row;
            const [,,, updated, expires] = row.children;
            setText(updated, ago(record.updatedAt));
            updated.title = moment(record.updatedAt);
            if (record.expiresAt === null) {
                setText(expires, "–");
                expires.removeAttribute("title");
                expires.classList.remove("soon");
                continue;
            }
            const left = record.expiresAt - time;
            setText(expires, remaining(left));
            expires.title = moment(record.expiresAt);
            expires.classList.toggle("soon", left < soon);
            row.classList.toggle("expired", left <= 0);
            hasExpired ||= left <= 0;
        }
        if (hasExpired) this.onExpired();
    }

    pressed(event) {
        if (moveFocus(event, [...this.rows.querySelectorAll("td.key a")])) return;
        if (event.key === "Delete") {
            event.preventDefault();
            this.onDelete(event.target.closest("tr").record);
        }
    }
}

/** Returns what tells a record from all others of its instance. */
export function identity({ namespace, key }) {
    return stringify([namespace, key]);
}
