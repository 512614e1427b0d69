// JSON without loss. The browser's own reader rounds 9007199254740993 and moves members whose names
// look like numbers to the front; whoever opens a value here and saves it must not change it by that.
//
// A value is null, a boolean, a string, an array, a Map for an object, a number where JavaScript
// writes it with the same digits, and a JSONNumber where it would not.

/** A number that keeps the digits it was written with. */
export class JSONNumber {
    constructor(text) {
        this.text = text;
    }

    valueOf() {
        return Number(this.text);
    }

    toString() {
        return this.text;
    }
}

/** What is wrong with a text that should be JSON, and where. */
export class JSONProblem extends Error {
    constructor(reason, text, offset) {
        const before = text.slice(0, offset).split("\n");
        const line = before.length;
        const column = before.at(-1).length + 1;
        super(`Line ${line}, column ${column}: ${reason}`);
        this.offset = offset;
    }
}

const deepest = 1000;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainText = /[^"\\\u0000-\u001f]*/y;
const escapes = {
    '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
};

/** Reads a text as JSON; throws a JSONProblem that says what is wrong and where. */
export function parse(text) {
    return new Reader(text).whole();
}

class Reader {
    constructor(text) {
        this.text = text;
        this.at = 0;
        this.depth = 0;
    }

    whole() {
        this.space();
        if (this.at === this.text.length) {
            this.fail('there is nothing here. A value is needed, such as {"a": 1}, "text", 12 or null.');
        }
        const value = this.value();
        this.space();
        if (this.at < this.text.length) this.fail("the value ends here, but more text follows.");
        return value;
    }

    value() {
        const next = this.text[this.at];
        if (next === "{") return this.nested(() => this.object());
        if (next === "[") return this.nested(() => this.array());
        if (next === '"') return this.string();
        if (next === "-" || (next >= "0" && next <= "9")) return this.number();
        for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
            if (this.text.startsWith(word, this.at)) {
                this.at += word.length;
                return value;
            }
        }
        if (next === undefined) this.fail("the text ends where a value should be.");
        if (next === "'") this.fail('text is written in double quotes: "…".');
        if (next === "}" || next === "]" || next === ",") {
            this.fail(`a value is missing before “${next}”.`);
        }
        this.fail("this is no value. Text needs double quotes; the words are true, false and null.");
    }

    nested(read) {
        this.depth += 1;
        if (this.depth > deepest) this.fail(`this is nested more than ${deepest} levels deep.`);
        this.at += 1;
        const value = read();
        this.depth -= 1;
        return value;
    }

    object() {
        const members = new Map();
        this.space();
        if (this.take("}")) return members;
        for (;;) {
            this.space();
            const next = this.text[this.at];
            if (next === "}") this.fail("there is a comma too many before “}”.");
            if (next !== '"') this.fail('the name of a member is expected here, in double quotes: "…".');
            const name = this.string();
            this.space();
            if (!this.take(":")) this.fail(`a colon is expected after the name ${quote(name)}.`);
            this.space();
            const value = this.value();
            // Of a repeated name the last wins, in the place of the last.
            members.delete(name);
            members.set(name, value);
            this.space();
            if (this.take("}")) return members;
            if (!this.take(",")) this.fail("a comma or “}” is expected here.");
        }
    }

    array() {
        const elements = [];
        this.space();
        if (this.take("]")) return elements;
        for (;;) {
            this.space();
            if (this.text[this.at] === "]") this.fail("there is a comma too many before “]”.");
            elements.push(this.value());
            this.space();
            if (this.take("]")) return elements;
            if (!this.take(",")) this.fail("a comma or “]” is expected here.");
        }
    }

    string() {
        const start = this.at;
        this.at += 1;
        let value = "";
        for (;;) {
            plainText.lastIndex = this.at;
            value += plainText.exec(this.text)[0];
            this.at = plainText.lastIndex;
            const next = this.text[this.at];
            if (next === '"') {
                this.at += 1;
                return value;
            }
            if (next === undefined) {
                this.at = start;
                this.fail("the text that begins here has no closing quote.");
            }
            if (next !== "\\") {
                this.fail("a line break, tab or other control character in text is written as \\n, \\t or \\u….");
            }
            value += this.escape();
        }
    }

    escape() {
        const mark = this.text[this.at + 1];
        if (mark === "u") {
            const digits = this.text.slice(this.at + 2, this.at + 6);
            if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail("\\u is followed by four hexadecimal digits.");
            this.at += 6;
            return String.fromCharCode(parseInt(digits, 16));
        }
        if (!Object.hasOwn(escapes, mark ?? "")) {
            this.fail(`“\\${mark ?? ""}” is no escape. A backslash itself is written “\\\\”.`);
        }
        this.at += 2;
        return escapes[mark];
    }

    number() {
        numberForm.lastIndex = this.at;
        const found = numberForm.exec(this.text);
        const end = found ? numberForm.lastIndex : this.at;
        if (!found || /[\w.+-]/.test(this.text[end] ?? "")) {
            this.fail("this is no number. Numbers look like 12, -0.5 or 6.02e23.");
        }
        this.at = end;
        const digits = found[0];
        const number = Number(digits);
        return String(number) === digits ? number : new JSONNumber(digits);
    }

    space() {
        while (" \n\r\t".includes(this.text[this.at] ?? "x")) this.at += 1;
    }

    take(mark) {
        if (this.text[this.at] !== mark) return false;
        this.at += 1;
        return true;
    }

    fail(reason) {
        throw new JSONProblem(reason, this.text, this.at);
    }
}

/** Returns a text in double quotes, as JSON writes it. */
export function quote(text) {
    return JSON.stringify(text);
}

/** Returns a value as JSON text, on lines of their own with an indent, or on one without. */
export function stringify(value, indent = "", margin = "") {
    if (value instanceof JSONNumber) return value.text;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const inner = margin + indent;
    const parts = Array.isArray(value)
        ? value.map((element) => stringify(element, indent, inner))
        : members(value).map(([name, member]) =>
            `${quote(name)}:${indent ? " " : ""}${stringify(member, indent, inner)}`);
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    if (parts.length === 0) return open + close;
    if (!indent) return open + parts.join(",") + close;
    return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}

/** Returns the members of an object that this file has read, or of a plain one, which the panel makes. */
function members(object) {
    if (object instanceof Map) return [...object];
    return Object.entries(object).filter(([, member]) => member !== undefined);
}

/** Returns what a value is, in one word. */
export function typeOf(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    if (value instanceof JSONNumber) return "number";
    if (value instanceof Map) return "object";
    return typeof value;
}

/** Returns the beginning of a value as pieces `{kind, text}`, about so many characters in all. */
export function preview(value, length = 160) {
    const pieces = [];
    let left = length;

    const put = (kind, text) => {
        pieces.push({ kind, text: text.length > left ? `${text.slice(0, left)}…` : text });
        left -= text.length;
    };
    const list = (open, close, parts, show) => {
        put("mark", open);
        let first = true;
        for (const part of parts) {
            if (left <= 0) return;
            if (!first) put("mark", ", ");
            first = false;
            show(part);
        }
        if (left > 0) put("mark", close);
    };
    const show = (part) => {
        if (left <= 0) return;
        const type = typeOf(part);
        if (type === "array") {
            list("[", "]", part, show);
        } else if (type === "object") {
            list("{", "}", part, ([name, member]) => {
                put("name", name.slice(0, left + 1));
                if (left > 0) put("mark", ": ");
                show(member);
            });
        } else if (type === "string") {
            put(type, quote(part.slice(0, left + 1)).slice(0, part.length > left + 1 ? -1 : undefined));
        } else {
            put(type, String(part));
        }
    };

    show(value);
    if (left <= 0 && !pieces.at(-1).text.endsWith("…")) pieces.push({ kind: "mark", text: "…" });
    return pieces;
}
