// What is typed into the search field, as a condition of a query.

import { parse } from "./json.js";

/** The ways to search: what the field says, and what makes a condition of the text. */
export const searches = {
    contains: {
        label: "Key contains",
        hint: "Search keys",
        read: (value) => ({ field: "key", operator: "contains", value }),
    },
    starts: {
        label: "Key starts with",
        hint: "user:",
        read: (value) => ({ field: "key", operator: "startsWith", value }),
    },
    text: {
        label: "Text value contains",
        hint: "Search values that are text",
        read: (value) => ({ field: "value", operator: "contains", value }),
    },
    condition: {
        label: "Condition",
        hint: "value.status = \"active\"",
        read: readCondition,
    },
};

const form = /^\s*(\S+?)\s*(!=|>=|<=|==|=|>|<|\s(?:contains|startsWith|endsWith|in|exists)(?=\s|$))\s*(.*)$/s;
const fieldForm = /^(key|namespace|createdAt|updatedAt|expiresAt|value(\..+)?)$/s;

/** Returns the conditions of a search; throws what is wrong with its text. */
export function readSearch(mode, text) {
    return text === "" ? [] : [searches[mode].read(text)];
}

function readCondition(text) {
    const found = form.exec(text);
    if (!found || !fieldForm.test(found[1])) {
        throw new Error(
            "A condition is a field, an operator and a value, such as value.age >= 18 or key endsWith \":done\". "
            + "Fields: key, value, value.a.b, namespace, createdAt, updatedAt, expiresAt. "
            + "Operators: = != > >= < <= contains startsWith endsWith in exists.");
    }
    const field = found[1];
    const operator = found[2].trim();
    if (operator === "exists") return { field, operator };
    try {
        return { field, operator, value: parse(found[3]) };
    } catch (problem) {
        throw new Error(`What ${field} is compared with is JSON, with text in double quotes. ${problem.message}`);
    }
}
