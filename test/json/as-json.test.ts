import { describe, expect, it } from "vitest";
import { asJson } from "../../src/json/as-json.ts";

class Sealed {
  #secret = 1;
  open(): number {
    return this.#secret++;
  }
}

describe("what has a form in JSON is copied in that form", () => {
  it.each<[what: string, value: unknown, form: unknown]>([
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    [
      "what has a toJSON",
      { toJSON: (key: string) => [key, new Date(0)] },
      ["it", "1970-01-01T00:00:00.000Z"],
    ],
    ["a bigint", 12345678901234567890n, "12345678901234567890"],
    ["a set", new Set(["a", new Set([1n])]), ["a", ["1"]]],
    ["a map of texts", new Map([["A7", { paid: true }]]), { A7: { paid: true } }],
    ["another map", new Map([[7, "paid"]]), [[7, "paid"]]],
    ["a regular expression", /a+/i, "/a+/i"],
    ["an error", new TypeError("No."), "TypeError: No."],
    ["bytes", new Uint8Array([1, 2]), [1, 2]],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["a key without a value", { a: undefined, b: 1 }, { b: 1 }],
    ["a list with holes", [undefined, , 1], [null, null, 1]], // oxlint-disable-line no-sparse-arrays
    ["a negative zero", [-0], [0]],
    ["nothing", undefined, undefined],
  ])("%s", (_, value, form) => expect(asJson(value, "it")).toStrictEqual(form));

  it("an object that holds itself", () => {
    const order: Record<string, unknown> = { id: 10n };
    const shop = { order, other: { order } };
    order["shop"] = shop;
    order["lines"] = new Set([order]);
    const form = { id: "10", shop: "[circular]", lines: ["[circular]"] };
    expect(asJson<unknown>(shop, "state")).toEqual({ order: form, other: { order: form } });
  });

  it("keys that every object has", () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":[]},"constructor":1,"prototype":{}}');
    const copy = asJson(value, "it");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });
});

describe("what JSON has not is refused, with its place and what to do", () => {
  const KEEP = "Give it a toJSON() that returns what is to be compared, or leave it out.";
  it.each<[value: unknown, message: string]>([
    [{ total: NaN }, "state.total is NaN, which JSON has not. Write null or a text in its place."],
    [
      [1, -Infinity],
      "state[1] is -Infinity, which JSON has not. Write null or a text in its place.",
    ],
    [
      { due: new Date(NaN) },
      "state.due is an invalid Date, which JSON has not. Write null or a text in its place.",
    ],
    [{ "a b": [() => 1] }, 'state["a b"][0] is a function, which JSON has not. Leave it out.'],
    [{ key: Symbol("x") }, "state.key is a symbol, which JSON has not. Leave it out."],
    [Promise.resolve(1), "state is a Promise, which JSON has not. Await it."],
    [
      { in: new Map([["x", new Sealed()]]) },
      `state.in.x is an instance of Sealed, which JSON has not. ${KEEP}`,
    ],
    [[new WeakMap()], `state[0] is an instance of WeakMap, which JSON has not. ${KEEP}`],
  ])("%o", (value, message) => expect(() => asJson(value, "state")).toThrow(message));
});
