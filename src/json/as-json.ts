import { DEEPEST, TooDeepError } from "./depth.ts";
import { jsonForm, tagOf } from "./json-form.ts";
import { showPath } from "./show.ts";
import { UserError } from "../text/user-error.ts";
import { ofKeptSize } from "./size.ts";

/** A value has a part that JSON has not, so that a copy would hide what it is, and whether it changes. */
export class NotJsonError extends UserError {
  constructor(path: readonly (string | number)[], { what, remedy }: NotJson) {
    super(`${showPath(path)} is ${what}, which JSON has not. ${remedy}`);
  }
}

interface NotJson {
  /** `NaN`, `a function`, `an instance of Counter`. */
  readonly what: string;
  /** Sentences. */
  readonly remedy: string;
}

/**
 * A copy in the form in which values are compared and reported: what has a `toJSON` is what that returns, such as a date
 * its ISO text; what `jsonForm` knows is what it says; an object that holds itself is `[circular]` there. As in JSON, a
 * key without a value is left out, nothing in a list is null, and -0 is 0. `name` is what the value is called in errors.
 * Throws NotJsonError for all else that JSON has not, TooDeepError, TooLargeError, and what members throw.
 */
export function asJson<T>(value: T, name: string): T {
  const path: (string | number)[] = [name];
  const around: object[] = [];
  const copy = copied(value, name) as T;
  if (copy !== undefined) ofKeptSize(JSON.stringify(copy));
  return copy;

  function copied(given: unknown, key: string | number): unknown {
    const form = jsonForm(withoutToJson(given, key));
    if (typeof form === "number") return Number.isFinite(form) ? form + 0 : refuse(form);
    if (typeof form === "function" || typeof form === "symbol") return refuse(form);
    if (typeof form !== "object" || form === null) return form;
    if (around.includes(given as object)) return "[circular]";
    if (around.push(given as object) > DEEPEST) throw new TooDeepError();
    const copy = Array.isArray(form) ? listOf(form) : objectOf(form);
    around.pop();
    return copy;
  }

  function listOf(list: readonly unknown[]): unknown[] {
    return Array.from(list, (item, index) => within(index, item) ?? null);
  }

  function objectOf(object: object): object {
    if (!isPlain(object)) return refuse(object);
    const members: [string, unknown][] = [];
    for (const [key, member] of Object.entries(object)) {
      const value = within(key, member);
      if (value !== undefined) members.push([key, value]);
    }
    return Object.fromEntries(members);
  }

  function within(key: string | number, member: unknown): unknown {
    path.push(key);
    const value = copied(member, key);
    path.pop();
    return value;
  }

  function refuse(what: unknown): never {
    throw new NotJsonError(path, notJson(what));
  }
}

function withoutToJson(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !("toJSON" in value)) return value;
  return typeof value.toJSON === "function" && !isInvalidDate(value)
    ? value.toJSON(String(key))
    : value;
}

/** Its `toJSON` would return null. */
function isInvalidDate(value: object): boolean {
  return tagOf(value) === "Date" && Number.isNaN(Number(value));
}

/** Whether an object is no instance of a class, of whichever realm. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notJson(value: unknown): NotJson {
  const instead = "Write null or a text in its place.";
  if (typeof value === "number") return { what: String(value), remedy: instead };
  if (typeof value !== "object" || value === null)
    return { what: `a ${typeof value}`, remedy: "Leave it out." };
  if (isInvalidDate(value)) return { what: "an invalid Date", remedy: instead };
  if (tagOf(value) === "Promise") return { what: "a Promise", remedy: "Await it." };
  const remedy = "Give it a toJSON() that returns what is to be compared, or leave it out.";
  return { what: `an instance of ${value.constructor?.name || tagOf(value)}`, remedy };
}
