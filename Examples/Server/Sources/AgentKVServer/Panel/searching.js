// The search above the list.

import { byId, make } from "./dom.js";
import { searches } from "./filters.js";
import { address, go } from "./route.js";
import { panel } from "./state.js";

let typing = null;

export function showSearch() {
    const text = byId("search-text");
    byId("search-mode").value = panel.route.mode;
    text.placeholder = searches[panel.route.mode].hint;
    // Where the user is typing, the address follows the field and not the other way round.
    if (typing === null) text.value = panel.route.search;
}

function search() {
    clearTimeout(typing);
    typing = null;
    go(address({ mode: byId("search-mode").value, search: byId("search-text").value, page: 1 }), { replace: true });
}

export function prepareSearch() {
    for (const [mode, { label }] of Object.entries(searches)) {
        byId("search-mode").append(make("option", { value: mode, text: label }));
    }
    byId("search-text").addEventListener("input", () => {
        clearTimeout(typing);
        typing = setTimeout(search, 150);
    });
    byId("search-mode").addEventListener("change", search);
    byId("search").addEventListener("submit", (event) => {
        event.preventDefault();
        search();
        panel.table.focus();
    });
}
