// The place that is open, and its list.

import { byId, fillAnew, make, setText } from "./dom.js";
import { showEmpty } from "./empty.js";
import { stringify } from "./json.js";
import { isSameList, placeAddress } from "./route.js";
import { currentInstance, panel } from "./state.js";

export function showPlaces() {
    panel.sidebar.show({ instances: panel.instances, route: panel.route, counts: panel.counts });
    const instance = currentInstance();
    byId("place").hidden = !instance;
    byId("search").hidden = !instance;
    byId("clear-namespace").hidden = panel.route.namespace === null;
    byId("edit-instance").hidden = panel.route.namespace !== null;
    byId("delete-instance").hidden = panel.route.namespace !== null;
    document.title = instance ? `${panel.route.namespace ?? instance.name} – AgentKV` : "AgentKV";
    if (instance) {
        fillAnew(byId("place-title"), stringify([instance.id, instance.name, panel.route.namespace]), () => {
            if (panel.route.namespace === null) return [instance.name];
            return [
                make("a", { href: placeAddress(instance.id, null), text: instance.name }),
                make("span", { class: "separator", text: " / " }),
                panel.route.namespace,
            ];
        });
        setText(byId("place-description"), instance.description);
    }
    showEmpty();
}

/** Shows a page of the list of a route, or of none where that is null. */
export function showList(page, listed, marks) {
    Object.assign(panel, { listed, isUnread: false });
    byId("list").removeAttribute("aria-busy");
    panel.table.show({ ...page, route: panel.route, changed: marks });
    showEmpty();
}

/** Shows that a list could not be read: its rows as they were, but none of another list. */
export function showUnread(route) {
    panel.isUnread = panel.listed === null || !isSameList(panel.listed, route);
    if (!panel.isUnread) byId("list").removeAttribute("aria-busy");
    showEmpty();
}
