// Whether the events come, and up to which revision.

import { byId, setText } from "./dom.js";
import { panel } from "./state.js";

let countdown = null;

export function showConnection({ name, since, retryAt }) {
    panel.connection = name;
    clearInterval(countdown);
    const texts = { connecting: "Connecting…", live: "Live", lost: "Not connected" };
    byId("connection").dataset.state = name;
    setText(byId("connection").firstChild, texts[name]);
    document.body.classList.toggle("stale", name === "lost");
    byId("banner").hidden = name !== "lost";
    if (name === "live") showRevision(panel.live.revision);
    if (name !== "lost") return;
    const [alert, rest] = byId("banner").querySelectorAll("strong, span");
    setText(alert, "The connection is lost.");
    const draw = () => {
        const left = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
        const next = left > 0 ? `Trying again in ${left} s.` : "Trying again…";
        setText(rest, `What you see is of ${new Date(since).toLocaleTimeString()} and may be old. ${next}`);
    };
    draw();
    countdown = setInterval(draw, 500);
}

export function showRevision(revision) {
    setText(byId("revision"), revision === null ? "" : `revision ${revision}`);
}
