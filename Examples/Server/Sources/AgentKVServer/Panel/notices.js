// Short messages at the edge of the page: what was done goes by itself, what failed waits to be closed.

import { byId, make } from "./dom.js";

const shown = 6_000;
const most = 4;

/** Says what was done. */
export function tell(text) {
    const notice = put(text, "done");
    setTimeout(() => notice.remove(), shown);
}

/** Says what failed. */
export function warn(text) {
    put(text, "failed");
}

function put(text, kind) {
    const close = make("button", { type: "button", text: "Close", onclick: () => notice.remove() });
    const notice = make("div", { class: `notice ${kind}` }, make("p", { text }), close);
    const notices = byId("notices");
    // The same over and over is one.
    [...notices.children].find((earlier) => earlier.firstChild.textContent === text)?.remove();
    notices.append(notice);
    if (notices.children.length > most) notices.firstElementChild.remove();
    return notice;
}
