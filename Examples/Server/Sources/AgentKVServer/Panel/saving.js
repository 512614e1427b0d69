// Writing what was edited, unless somebody else has written meanwhile.

import { getRecord, setLifetime, setRecord } from "./api.js";

/**
 * Writes a change of `record`, null for a new one, and returns what is written then, or null where the
 * record is gone. With `over`, it is written in place of that record, or where null says there is none.
 */
export async function write({ instance, record, change, hasNewValue, over }) {
    if (over === undefined && record !== null && !hasNewValue) {
        const place = [instance, change.namespace, change.key];
        await setLifetime(...place, change.ttlSeconds ?? null);
        return await getRecord(...place);
    }
    const revision = over === undefined ? record?.revision ?? null : over?.revision ?? null;
    return await setRecord({ instance, ...change, revision });
}
