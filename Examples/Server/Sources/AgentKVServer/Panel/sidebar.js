// The instances, and the namespaces of the one that is shown, each with the number of its records.

import { byId, fill, follow, make, moveFocus, setText } from "./dom.js";
import { placeAddress } from "./route.js";

/** With more instances and namespaces than this, there is a field to filter them. */
const fewEnough = 8;
/** So many of each are shown; of more, those that fit the filter. */
const mostShown = 200;

/** The list at the side of the page. */
export class Sidebar {
    constructor() {
        this.list = byId("instances");
        this.filter = byId("place-filter");
        this.filter.addEventListener("input", () => this.draw());
        this.list.addEventListener("keydown", (event) => moveFocus(event, this.links()));
    }

    /** Shows these instances, and the counts of the namespaces of the one that is shown. */
    show({ instances, route, counts }) {
        Object.assign(this, { instances, route, counts });
        const instance = instances.find(({ id }) => id === route.instance);
        this.filter.hidden = instances.length + (instance?.namespaces.length ?? 0) <= fewEnough;
        if (this.filter.hidden) this.filter.value = "";
        this.draw();
    }

    /** The namespaces whose counts are shown. */
    shownNamespaces() {
        const instance = this.instances.find(({ id }) => id === this.route.instance);
        return instance ? this.fitting(instance).slice(0, mostShown) : [];
    }

    /** Puts the focus on what is shown, or on the first instance. */
    focus() {
        const links = this.links();
        (links.find((link) => link.hasAttribute("aria-current")) ?? links[0] ?? byId("new-instance")).focus();
    }

    links() {
        return [...this.list.querySelectorAll("a")];
    }

    fits(name) {
        return name.toLowerCase().includes(this.filter.value.toLowerCase());
    }

    fitting(instance) {
        return this.fits(instance.name)
            ? instance.namespaces
            : instance.namespaces.filter((namespace) => this.fits(namespace));
    }

    draw() {
        const shown = this.instances.filter((instance) =>
            this.fits(instance.name)
            || (instance.id === this.route.instance && this.fitting(instance).length > 0));
        this.follow(this.list, shown, {
            identify: (instance) => instance.id,
            create: () => make("li", {}, link("instance"), make("ul")),
            update: (element, instance) => this.drawInstance(element, instance),
        });
    }

    /** Shows the first of many, and how many more there are. */
    follow(list, all, { identify, create, update }) {
        const shown = all.slice(0, mostShown);
        const left = all.length - shown.length;
        follow(list, left > 0 ? [...shown, null] : shown, {
            identify: (one) => one && identify(one),
            create: (one) => (one ? create(one) : make("li", {}, make("p"))),
            update: (element, one) => {
                if (one) update(element, one);
                else setText(element.firstChild, `${left.toLocaleString()} more: filter to find them`);
            },
        });
    }

    drawInstance(element, instance) {
        const [head, list] = element.children;
        const isShown = instance.id === this.route.instance;
        setLink(head, {
            name: instance.name,
            title: instance.description || instance.name,
            count: instance.recordCount,
            href: placeAddress(instance.id, null),
            isCurrent: isShown && this.route.namespace === null,
        });
        element.classList.toggle("open", isShown);
        if (!isShown) return fill(list);
        this.follow(list, this.fitting(instance), {
            identify: (namespace) => namespace,
            create: () => make("li", {}, link("namespace")),
            update: (item, namespace) => setLink(item.firstChild, {
                name: namespace,
                title: namespace,
                count: this.counts.get(namespace),
                href: placeAddress(instance.id, namespace),
                isCurrent: this.route.namespace === namespace,
            }),
        });
    }
}

function link(kind) {
    return make("a", { class: kind }, make("span", { class: "name" }), make("span", { class: "count" }));
}

function setLink(element, { name, title, count, href, isCurrent }) {
    const [nameText, countText] = element.children;
    setText(nameText, name);
    setText(countText, count === undefined ? "" : count.toLocaleString());
    element.title = title;
    element.href = href;
    if (isCurrent) element.setAttribute("aria-current", "page");
    else element.removeAttribute("aria-current");
}
