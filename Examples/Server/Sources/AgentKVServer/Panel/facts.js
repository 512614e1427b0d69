// What is known of the open record beside its value.

import { byId, fill, make, setText } from "./dom.js";
import { stringify } from "./json.js";
import { ago, moment, now, remaining } from "./times.js";

export function drawFacts(record) {
    const { namespace, createdAt, updatedAt, revision, metadata } = record;
    const facts = [
        ["Namespace", namespace],
        ["Created", moment(createdAt)],
        ["Updated", `${moment(updatedAt)}, ${ago(updatedAt)}`],
        ["Expires", expiry(record)],
        ["Revision", revision],
    ];
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

function expiry({ expiresAt }) {
    if (expiresAt === null) return "never";
    if (expiresAt <= now()) return `expired ${moment(expiresAt)}`;
    return `in ${remaining(expiresAt - now())}, ${moment(expiresAt)}`;
}
