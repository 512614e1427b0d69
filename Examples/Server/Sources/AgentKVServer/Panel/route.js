// What is shown is written in the address: it survives a reload, and the browser's back button works.

const standard = {
    instance: null,
    namespace: null,
    mode: "contains",
    search: "",
    sort: "key",
    direction: "asc",
    page: 1,
    size: 50,
    // The record that is open: its key, and its namespace, which can differ from that of the list.
    key: null,
    place: null,
};

/** Returns what the address says is shown. */
export function currentRoute() {
    const route = { ...standard };
    const said = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(standard)) {
        if (said.has(name)) route[name] = said.get(name);
    }
    route.page = wholeNumber(route.page, 1, 1_000_000);
    route.size = wholeNumber(route.size, 10, 500);
    return route;
}

function wholeNumber(text, least, most) {
    const number = Math.round(Number(text));
    return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : least;
}

/** Returns whether two routes show the same list, whatever record is open beside it. */
export function isSameList(one, other) {
    return ["instance", "namespace", "mode", "search", "sort", "direction", "page", "size"]
        .every((name) => one[name] === other[name]);
}

/** Returns the address of what is shown, with some of it changed. */
export function address(changes, route = currentRoute()) {
    const said = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...route, ...changes })) {
        if (value !== null && value !== standard[name]) said.set(name, value);
    }
    return `#${said}`;
}

/** The address of an instance or of a namespace in it, as it is first shown. */
export function placeAddress(instance, namespace) {
    const { size, sort, direction } = currentRoute();
    return address({ instance, namespace, size, sort, direction }, standard);
}

/** Goes somewhere; with `replace` the back button does not return to where one was. */
export function go(target, { replace = false } = {}) {
    const there = target || "#";
    if (there === location.hash || (there === "#" && location.hash === "")) return;
    if (replace) history.replaceState(null, "", there);
    else history.pushState(null, "", there);
    dispatchEvent(new Event("routechange"));
}
