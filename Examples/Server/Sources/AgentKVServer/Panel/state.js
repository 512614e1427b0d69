// What all parts of the page share: where it is, what it knows, and the parts themselves.

import { currentRoute } from "./route.js";

export const panel = {
    route: currentRoute(),
    /** Null until they were read. */
    instances: null,
    /** How many records the namespaces of the open instance hold. */
    counts: new Map(),
    /** The namespaces whose counts are old. */
    recount: new Set(),
    /** The records that events have named since the list was read. */
    changed: new Set(),
    /** The route whose list the rows are, or null; another one's may be wanted. */
    listed: null,
    /** Whether the list that is wanted could not be read, and the rows are another one's. */
    isUnread: false,
    connection: "connecting",
    // Made by panel.js.
    sidebar: null,
    table: null,
    editor: null,
    live: null,
};

export function currentInstance() {
    return panel.instances?.find(({ id }) => id === panel.route.instance) ?? null;
}
