// Elements are made here, and only with text: nothing in the panel reads a value as HTML.

/** Returns the element of the page with that id. */
export function byId(id) {
    return document.getElementById(id);
}

/**
 * Makes an element. `text` becomes its text, `on…` a listener, a boolean an attribute that is there or
 * not, everything else an attribute; children are elements and strings, nothing where null or false.
 */
export function make(tag, settings = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, setting] of Object.entries(settings)) {
        if (name === "text") element.textContent = setting;
        else if (name.startsWith("on")) element.addEventListener(name.slice(2), setting);
        else if (typeof setting === "boolean") element.toggleAttribute(name, setting);
        else if (setting !== undefined && setting !== null) element.setAttribute(name, setting);
    }
    element.append(...children.filter((child) => child !== null && child !== false));
    return element;
}

/** Sets the text of an element, if it differs: what has not changed is not read out again. */
export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/** Replaces all children. */
export function fill(element, ...children) {
    element.replaceChildren(...children.filter((child) => child !== null && child !== false));
}

/**
 * Replaces all children when they would say something else: a button that is remade while it is pressed
 * is never clicked.
 */
export function fillAnew(element, content, makeChildren) {
    if (element.content === content) return;
    element.content = content;
    fill(element, ...makeChildren());
}

/**
 * Makes the children of a parent follow a list: what stays keeps its element, and with it the focus.
 *
 * `identify` gives what an item is known by, `create` makes its element, `update` brings it up to date.
 */
export function follow(parent, items, { identify, create, update }) {
    const earlier = new Map();
    for (const child of parent.children) earlier.set(child.identity, child);
    let place = parent.firstElementChild;
    for (const item of items) {
        const identity = identify(item);
        let element = earlier.get(identity);
        if (element) {
            earlier.delete(identity);
        } else {
            element = create(item);
            element.identity = identity;
        }
        update(element, item);
        if (element === place) {
            place = place.nextElementSibling;
        } else {
            // A moved element would lose the focus.
            const focused = element.contains(document.activeElement) ? document.activeElement : null;
            parent.insertBefore(element, place);
            focused?.focus({ preventScroll: true });
        }
    }
    for (const child of earlier.values()) child.remove();
}

/**
 * Moves the focus among elements, one in each row, with the arrow keys, Home and End; returns whether it did.
 * What else has the focus in a row counts as its element.
 */
export function moveFocus(event, elements) {
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };
    const row = rowOf(document.activeElement);
    const at = elements.findIndex((element) => rowOf(element) === row);
    let next;
    if (event.key === "Home") next = 0;
    else if (event.key === "End") next = elements.length - 1;
    else if (event.key in steps) next = at + steps[event.key];
    else return false;
    if (event.ctrlKey || event.metaKey || event.altKey || elements.length === 0) return false;
    event.preventDefault();
    elements[Math.min(Math.max(next, 0), elements.length - 1)].focus();
    return true;
}

/** The nearest: an item of a list can hold a list of its own. */
function rowOf(element) {
    return element.closest("tr, li");
}
