// The place that is open, and its list.

import { byId, fillAnew, make, setText } from "./dom.js";
import { showEmpty } from "./empty.js";
import { stringify } from "./json.js";
import { placeAddress } from "./route.js";
import { currentInstance, panel } from "./state.js";

export function showPlaces() {
    panel.sidebar.show({ instances: panel.instances, route: panel.route, counts: panel.counts });
    const instance = currentInstance();
    byId("place").hidden = !instance;
    byId("search").hidden = !instance;
    byId("pager").hidden = !instance;
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

export function showList(page, marks) {
    byId("list").removeAttribute("aria-busy");
    panel.table.show({ ...page, route: panel.route, changed: marks });
    showEmpty();
}
