// The page as a whole: makes its parts, and says what its buttons do.

import { setTokenPrompt } from "./api.js";
import { showConnection } from "./connection.js";
import { askForToken, showHelp } from "./dialogs.js";
import { byId } from "./dom.js";
import { Editor } from "./editor.js";
import { LiveEvents } from "./events.js";
import { lookFromTimeToTime, readAll, take } from "./following.js";
import { clearNamespace, deleteInstance, editInstance, newInstance } from "./instance-actions.js";
import { prepareKeys } from "./keys.js";
import { closeEditor, followAddress } from "./moving.js";
import { instancesReading, listReading, readInstances, readList, showOpenRecord } from "./reading.js";
import { deleteRecord, newRecord, onSaved } from "./record-actions.js";
import { RecordTable } from "./records.js";
import { prepareSearch, showSearch } from "./searching.js";
import { Sidebar } from "./sidebar.js";
import { panel } from "./state.js";

panel.sidebar = new Sidebar();
panel.table = new RecordTable({
    onDelete: deleteRecord,
    onExpired: () => {
        if (panel.connection === "lost") return;
        for (const record of panel.table.records) panel.recount.add(record.namespace);
        listReading.request();
        instancesReading.request();
    },
});
panel.editor = new Editor({ onSaved, onDelete: deleteRecord, onClose: closeEditor });
panel.live = new LiveEvents({ onState: showConnection, onEvent: take, onReset: readAll });

prepareKeys();
prepareSearch();
showSearch();
setTokenPrompt(async () => {
    const token = await askForToken();
    // Once the token is kept, the socket is opened with it.
    setTimeout(() => panel.live.retryNow());
    return token;
});
byId("new-instance").addEventListener("click", newInstance);
byId("new-record").addEventListener("click", newRecord);
byId("edit-instance").addEventListener("click", editInstance);
byId("delete-instance").addEventListener("click", deleteInstance);
byId("clear-namespace").addEventListener("click", clearNamespace);
byId("show-help").addEventListener("click", showHelp);
byId("retry").addEventListener("click", () => panel.live.retryNow());
byId("skip").addEventListener("click", () => panel.table.focus());
for (const name of ["hashchange", "popstate", "routechange"]) addEventListener(name, followAddress);
addEventListener("beforeunload", (event) => {
    if (panel.editor.isDirty) event.preventDefault();
});

// The first answer shows whether a token is needed, before the socket is refused for want of it.
await readInstances();
readList();
showOpenRecord();
panel.live.start();
lookFromTimeToTime();
