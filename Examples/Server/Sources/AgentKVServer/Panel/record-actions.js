// What the user does with records.

import * as api from "./api.js";
import { confirm } from "./dialogs.js";
import { byId } from "./dom.js";
import { readAll } from "./following.js";
import { mayDrop } from "./moving.js";
import { tell, warn } from "./notices.js";
import { instancesReading, listReading } from "./reading.js";
import { identity } from "./records.js";
import { address, currentRoute, go } from "./route.js";
import { currentInstance, panel } from "./state.js";

export async function newRecord() {
    if (!currentInstance() || !await mayDrop()) return;
    panel.editor.close();
    go(address({ key: null, place: null }));
    panel.editor.create(panel.route.instance, currentInstance().namespaces, panel.route.namespace);
}

export function onSaved(record) {
    tell(`Saved ${record.key}.`);
    panel.recount.add(record.namespace);
    panel.changed.add(identity(record));
    readAll(null);
    // The user may be on the way to another record, which waited for this one to be saved.
    if (panel.editor.record === record && currentRoute().key === null) go(address({ key: record.key, place: record.namespace }));
}

export async function deleteRecord({ namespace, key, revision }) {
    const instance = panel.route.instance;
    const isMeant = await confirm({
        title: "Delete this record?",
        text: `${key}, in the namespace ${namespace}, will be gone for good.`,
        action: "Delete",
    });
    if (!isMeant) return;
    const place = panel.table.records.findIndex((record) => record.key === key && record.namespace === namespace);
    const neighbour = panel.table.records[place + 1] ?? panel.table.records[place - 1];
    try {
        const wasThere = await api.deleteRecord(instance, namespace, key, revision);
        tell(wasThere ? `Deleted ${key}.` : `${key} was gone already.`);
    } catch (failure) {
        const text = failure.kind === "changed"
            ? `${key} was not deleted: it has changed meanwhile. Look at it again first.`
            : failure.message;
        warn(text);
        return readAll(null);
    }
    panel.recount.add(namespace);
    if (panel.editor.record?.key === key && panel.editor.record.namespace === namespace) {
        panel.editor.close();
        go(address({ key: null, place: null }));
    }
    if (!neighbour || !panel.table.focus(neighbour)) byId("new-record").focus();
    listReading.request();
    instancesReading.request();
}
