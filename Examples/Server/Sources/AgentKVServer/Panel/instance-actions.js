// What the user does with instances and namespaces.

import * as api from "./api.js";
import { askForInstance, confirm } from "./dialogs.js";
import { readAll } from "./following.js";
import { tell } from "./notices.js";
import { attempt, readInstances } from "./reading.js";
import { go, placeAddress } from "./route.js";
import { currentInstance, panel } from "./state.js";

export function newInstance() {
    askForInstance({
        title: "New instance",
        action: "Create",
        save: async (name, description) => {
            const instance = await api.createInstance(name, description);
            await readInstances();
            go(placeAddress(instance.id, null));
            tell(`Created ${name}.`);
        },
    });
}

export function editInstance() {
    const { id, name, description } = currentInstance();
    askForInstance({
        title: "Rename the instance",
        action: "Save",
        name,
        description,
        save: async (newName, newDescription) => {
            await api.updateInstance(id, newName, newDescription);
            await readInstances();
        },
    });
}

export async function deleteInstance() {
    const { id, name, recordCount } = currentInstance();
    const isMeant = await confirm({
        title: "Delete this instance?",
        text: `${name} and all that is in it, ${records(recordCount)}, will be gone for good.`,
        action: "Delete instance",
    });
    if (!isMeant) return;
    await attempt(async () => {
        await api.deleteInstance(id);
        tell(`Deleted ${name}.`);
    });
    await readInstances();
    panel.sidebar.focus();
}

export async function clearNamespace() {
    const { instance, namespace } = panel.route;
    const count = panel.counts.get(namespace);
    const isMeant = await confirm({
        title: "Clear this namespace?",
        text: `All records of ${namespace}${count === undefined ? "" : `, ${records(count)},`} will be gone for good.`,
        action: "Clear namespace",
    });
    if (!isMeant) return;
    await attempt(async () => {
        tell(`Deleted ${records(await api.clearNamespace(instance, namespace))}.`);
    });
    readAll(null);
}

function records(count) {
    return count === 1 ? "1 record" : `${count.toLocaleString()} records`;
}
