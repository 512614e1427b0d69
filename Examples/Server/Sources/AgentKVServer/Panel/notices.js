// Short messages at the edge of the page: what was done goes by itself, what failed waits to be closed.

import { byId, make } from "./dom.js";

const shown = 6_000;

/** Says what was done. */
export function tell(text) {
    const notice = put(text, "done");
    setTimeout(() => notice.remove(), shown);
}

/** Says what failed. */
export function warn(text) {
    // The same failure over and over is one.
    const same = [...byId("notices").children].find((notice) => notice.firstChild.textContent === text);
    same?.remove();
    put(text, "failed");
}

function put(text, kind) {
    const close = make("button", { type: "button", text: "Close", onclick: () => notice.remove() });
    const notice = make("div", { class: `notice ${kind}` }, make("p", { text }), close);
    byId("notices").append(notice);
    return notice;
}
