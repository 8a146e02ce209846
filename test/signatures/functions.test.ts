import { beforeAll, describe, expect, it } from "vitest";
import type { Signature } from "../../src/signatures/schema/signature.ts";
import { readExports, signatureIn, type Read } from "./project.ts";

/** Modules that each export a function `tool` of one number called `amount`, described as "Pays.". */
const kinds = {
  "a function": `/** Pays. */\nexport function tool(amount: number) {}`,
  "an async function": `/** Pays. */\nexport async function tool(amount: number) {}`,
  "an arrow function": `/** Pays. */\nexport const tool = (amount: number) => { return amount; };`,
  "an arrow function without braces": `/** Pays. */\nexport const tool = (amount: number) => amount;`,
  "an arrow function that returns an object": `/** Pays. */\nexport const tool = async (amount: number) => ({ amount });`,
  "an arrow function that returns another": `/** Pays. */\nexport const tool = (amount: number) => (text: string) => text;`,
  "an arrow function whose expression follows a comment": `/** Pays. */\nexport const tool = (amount: number) => // {\n  amount as unknown;`,
  "a function expression": `/** Pays. */\nexport const tool = function (amount: number) {};`,
  "a method of an object": `export const { tool } = {\n  /** Pays. */\n  async tool(amount: number) {} };`,
  "a property of an object": `export const { tool } = {\n  /** Pays. */\n  tool: (amount: number) => amount };`,
  "a method of a class": `class Bank {\n  /** Pays. */\n  tool(amount: number) {} }\nexport const { tool } = new Bank();`,
  "a private method of a class": `class Bank {\n  /** Pays. */\n  static tool(amount: number) {} }\nexport const { tool } = Bank;`,
  "a field of a class": `class Bank<T> {\n  /** Pays. */\n  tool = (amount: number) => amount; }\nexport const { tool } = new Bank();`,
  "a function in a function": `function bank() {\n  type Amount = number;\n  /** Pays. */\n  function tool(amount: Amount) {}\n  return { tool };\n}\nexport const { tool } = bank();`,
  "a function in a default value": `function bank(tools = {\n  /** Pays. */\n  tool(amount: number) {} }) { return tools; }\nexport const { tool } = bank();`,
  "a function with overloads": `export function tool(amount: string): string;\nexport function tool(amount: number): number;\n/** Pays. */\nexport function tool(amount: number): any {}`,
  "a function whose type is the variable's": `type Pay = (amount: number) => void;\n/** Pays. */\nexport const tool: Pay = (amount) => {};`,
  "a function that satisfies a type": `/** Pays. */\nexport const tool = ((amount) => {}) satisfies (amount: number) => void;`,
  "a function with directives": `/** Pays. */\nexport function tool(amount: number) { "use asm"; 'another'\n return amount; }`,
  "a function with a 'this'": `/** Pays. */\nexport function tool(this: unknown, amount: number) {}`,
  "a function behind two comments": `/** Not this. */\n/** Pays. */\n// nor this\nexport function tool(amount: number) {}`,
  "a function among strings with braces": `const text = "function tool() {"; const more = \`=> {\${((a: string) => a)("}")}\`; /* { */\n/** Pays. */\nexport function tool(amount: number) { return text + "/** }"; }`,
  "a function after emoji and 한국어": `const text = "🛫 한국어 🛬";\n/** Pays. */\nexport const tool = (amount: number) => "🛬" + text;`,
  "a module with a byte order mark": `\uFEFF/** Pays. */\nexport const tool = (amount: number) => amount;`,
  "a module with Windows lines": `/**\r\n * Pays.\r\n * @param amount\r\n */\r\nexport function tool(\r\n  amount: number,\r\n) {}`,
};

describe("a signature is read from", () => {
  let read: Readonly<Record<string, Read>>;
  const files = Object.values(kinds).map((text, at) => [`module-${at}.ts`, text] as const);

  beforeAll(() => {
    read = readExports(Object.fromEntries(files));
  });

  it.each(Object.keys(kinds).map((title, at) => ({ title, at })))("$title", ({ at }) => {
    expect(signatureIn(read[`module-${at}.ts`], "tool")).toEqual({
      name: "tool",
      description: "Pays.",
      parameters: [{ name: "amount", schema: { type: "number" }, required: true, dates: false }],
      call: "positional",
    });
  });
});

/** A parameter in short: `name: type`, with a question mark when it is not required. */
function inShort({ parameters }: Signature): string[] {
  return parameters.map(
    ({ name, required, schema }) => `${name}${required ? "" : "?"}: ${JSON.stringify(schema)}`,
  );
}

function only(text: string, file = "module.ts"): Signature {
  return signatureIn(readExports({ [file]: text })[file], "tool");
}

describe("parameters", () => {
  it("are required when they have no default and no question mark", () => {
    const tool = only(
      "export function tool(a: string, b?: string, c: string = 'x', d: string | undefined) {}",
    );
    expect(tool.parameters.map(({ name, required }) => [name, required])).toEqual([
      ["a", true],
      ["b", false],
      ["c", false],
      ["d", false],
    ]);
  });

  it("take their type from the default when they have no other", () => {
    const tool = only(`
      const LIMIT = 10;
      export function tool(
        a = "x", b = 1.5, c = true, d = [1], e = { deep: ["x"] }, f = \`x\`, g = -1, h = LIMIT,
        i = 60 * 60, j = !c, k = new Date(), l = "c" as "c" | "f", m = [] as string[], n = null, o = undefined, p,
      ) {}`);
    expect(inShort(tool)).toMatchInlineSnapshot(`
      [
        "a?: {"type":"string"}",
        "b?: {"type":"number"}",
        "c?: {"type":"boolean"}",
        "d?: {"type":"array","items":{"type":"number"}}",
        "e?: {"type":"object","properties":{"deep":{"type":"array","items":{"type":"string"}}},"required":["deep"]}",
        "f?: {"type":"string"}",
        "g?: {"type":"number"}",
        "h?: {"type":"number"}",
        "i?: {"type":"number"}",
        "j?: {"type":"boolean"}",
        "k?: {"type":"string","format":"date-time"}",
        "l?: {"type":"string","enum":["c","f"]}",
        "m?: {"type":"array","items":{"type":"string"}}",
        "n?: {"type":"string"}",
        "o?: {"type":"string"}",
        "p: {"type":"string"}",
      ]
    `);
  });

  it("take the type of a default from the declaration that its name means there", () => {
    const read = readExports({
      "module.ts": `
        const limit = 10;
        export const shadowed = ((limit: string) => function shadowed(many = limit) {})("10");
        export function earlier(limit: string, many = limit) {}
        export function outer(many = limit) {}
      `,
      "block.ts": `
        const limit = 10;
        export let inBlock;
        switch (limit) { case 10: const limit = "ten"; type Size = "s" | "m"; inBlock = (many = limit, size: Size) => many; }
      `,
    });
    for (const name of ["shadowed", "earlier"])
      expect(inShort(signatureIn(read["module.ts"], name)).at(-1)).toBe('many?: {"type":"string"}');
    expect(inShort(signatureIn(read["module.ts"], "outer"))).toEqual(['many?: {"type":"number"}']);
    expect(inShort(signatureIn(read["block.ts"], "inBlock"))).toEqual([
      'many?: {"type":"string"}',
      'size: {"type":"string","enum":["s","m"]}',
    ]);
  });

  it("leave out the context variables, whatever their place and type", () => {
    const read = readExports({
      "module.ts": `
        import type { ContextVariables } from "./elsewhere.ts";
        export function first(contextVariables: ContextVariables, language: string) {}
        export const last = (language: string, contextVariables = new Map()) => language;
        export const alone = (contextVariables: ContextVariables) => "";
        export function inside({ language, contextVariables }: { language: string; contextVariables: ContextVariables }) {}
        export function beside(contextVariables: ContextVariables, { language }: { language: string }) {}
      `,
    })["module.ts"];
    const found = ["first", "last", "alone", "inside", "beside"].map((name) => {
      const { parameters, call, contextVariables } = signatureIn(read, name);
      return [name, parameters.map((each) => each.name), call, contextVariables];
    });
    expect(found).toEqual([
      ["first", ["language"], "positional", 0],
      ["last", ["language"], "positional", 1],
      ["alone", [], "positional", 0],
      ["inside", ["language"], "object", "property"],
      ["beside", ["language"], "object", 0],
    ]);
  });

  it("are the properties of a single destructured object", () => {
    const tool = only(`
      interface Trip { /** Where from. */ from: string; to?: string; seats: number; when: Date }
      /**
       * Books.
       * @param trip.to Where to.
       * @param {integer} seats
       */
      export function tool({ from: origin, seats = 1, ...rest }: Trip) {}`);
    expect(tool.call).toBe("object");
    expect(inShort(tool)).toMatchInlineSnapshot(`
      [
        "from: {"type":"string","description":"Where from."}",
        "to?: {"type":"string","description":"Where to."}",
        "seats?: {"type":"integer"}",
        "when: {"type":"string","format":"date-time"}",
      ]
    `);
    expect(tool.parameters.map((each) => each.dates)).toEqual([false, false, false, true]);
  });

  it("are described by JSDoc down to the properties of an object", () => {
    const tool = only(`
      /**
       * Books.
       * @param trip The trip,
       *   in two lines.
       * @param {integer} trip.seats - How many.
       */
      export function tool(trip: { from: string; seats: number }) {}`);
    expect(inShort(tool)).toMatchInlineSnapshot(`
      [
        "trip: {"type":"object","properties":{"from":{"type":"string"},"seats":{"type":"integer","description":"How many."}},"required":["from","seats"],"description":"The trip,\\nin two lines."}",
      ]
    `);
  });
});

it("takes from JSDoc what it says of a parameter, of its properties and of the elements of a list", () => {
  const read = readExports({
    "module.ts": `
      /**
       * @param 이름 — 사람 이름 😀
       * @param legs[].gate: behind security
       * @param legs[].plane.seats {@link Seat}
       */
      export function typed(이름: string, legs: { gate: string; plane: { seats: number } }[]) {}
      export const inline = (/** How many. @type {integer} */ seats: number) => seats;
      export const alone = /** Books. */ seats => seats;`,
    "module.js": `
      /**
       * @param {Object} trip - Where to.
       * @param {string} trip.to
       * @param {Object[]} [trip.legs]
       * @param {integer} trip.legs[].gate
       */
      export function object(trip) {}
      export function nested({ trip: { to, seats = 1 } }) {}`,
  });
  const found = Object.values(read).flatMap((each) =>
    Object.keys(each).flatMap((name) => [name, ...inShort(signatureIn(each, name))]),
  );
  expect(found.join("\n")).toMatchInlineSnapshot(`
    "alone
    seats: {"type":"string"}
    inline
    seats: {"type":"integer","description":"How many."}
    typed
    이름: {"type":"string","description":"사람 이름 😀"}
    legs: {"type":"array","items":{"type":"object","properties":{"gate":{"type":"string","description":"behind security"},"plane":{"type":"object","properties":{"seats":{"type":"number","description":"{@link Seat}"}},"required":["seats"]}},"required":["gate","plane"]}}
    nested
    trip: {"type":"object","properties":{"to":{"type":"string"},"seats":{"type":"number"}},"required":["to"]}
    object
    trip: {"type":"object","description":"Where to.","properties":{"to":{"type":"string"},"legs":{"type":"array","items":{"type":"object","properties":{"gate":{"type":"integer"}},"required":["gate"]}}},"required":["to"]}"
  `);
});

describe("a description", () => {
  it("of a function with overloads is the first that one of them has", () => {
    const read = readExports({
      "module.ts": `
        /** Pays. @param amount in euros */
        export function tool(amount: string): string;
        export function tool(amount: number): number;
        export function tool(amount: string | number) { return amount; }
        /** Not this. */
        function other() {}
        export default class Bank {
          /** Takes back. */
          refund(amount: number): void;
          refund(amount?: number) {}
        }
        export const { refund } = new Bank();`,
    })["module.ts"];
    const tool = signatureIn(read, "tool");
    expect([tool.description, ...inShort(tool)]).toEqual([
      "Pays.",
      'amount: {"anyOf":[{"type":"string"},{"type":"number"}],"description":"in euros"}',
    ]);
    expect(signatureIn(read, "refund").description).toBe("Takes back.");
  });

  it("is not a banner", () => {
    expect(only("/*** BANK ***/ export function tool() {}").description).toBeUndefined();
  });

  it("is the JSDoc's text with all of its tags but those of the parameters", () => {
    const tool = only(`
      /**
       * Looks up the weather.
       *
       *   - today
       *   - tomorrow
       *
       * @param {string} city Where. See {@link cities}.
       * @param contextVariables never seen
       * @example
       * \`\`\`
       * @param inside a fence
       * \`\`\`
       * @returns degrees
       */
      export function tool(city: string, contextVariables: object) {}`);
    expect(tool.description).toMatchInlineSnapshot(`
      "Looks up the weather.

        - today
        - tomorrow

      @example
      \`\`\`
      @param inside a fence
      \`\`\`
      @returns degrees"
    `);
    expect(inShort(tool)).toMatchInlineSnapshot(`
      [
        "city: {"type":"string","description":"Where. See {@link cities}."}",
      ]
    `);
  });

  it("is undefined without a JSDoc, or with one that only has parameters", () => {
    expect(only("/* no */ export function tool(a: string) {}").description).toBeUndefined();
    expect(only("/** @param a x */ export function tool(a: string) {}").description).toBe(
      undefined,
    );
  });

  it("may be on one line with its tags", () => {
    const tool = only(
      "/** Books a seat. @param {integer} row From the front. @param {string} [side] */ export function tool(row, side) {}",
    );
    expect(tool.description).toBe("Books a seat.");
    expect(inShort(tool)).toEqual([
      'row: {"type":"integer","description":"From the front."}',
      'side?: {"type":"string"}',
    ]);
    const mail = only("/** Mails to x@param and `@param y`. */ export function tool(a: string) {}");
    expect(mail.description).toBe("Mails to x@param and `@param y`.");
  });

  it("may have no parameters", () => {
    const tool = only("/** Hands off. */\nexport function tool() {}");
    expect(tool).toMatchObject({ description: "Hands off.", parameters: [] });
  });
});

it("reads the types of JavaScript from its JSDoc", () => {
  const tool = only(
    `
    /**
     * Books.
     * @param {string} from Where from.
     * @param {integer} seats
     * @param {number} [price=1] In euros.
     * @param {Array.<string>=} names
     * @param {?string} note
     * @param {"aisle" | "window"} place
     * @param {{ city: string, nights?: number }} hotel
     * @param {*} rest
     * @param {Date} when
     */
    export function tool(from, seats, price, names, note, place, hotel, rest, when, unknown) {}`,
    "module.js",
  );
  expect(inShort(tool)).toMatchInlineSnapshot(`
    [
      "from: {"type":"string","description":"Where from."}",
      "seats: {"type":"integer"}",
      "price?: {"type":"number","description":"In euros."}",
      "names?: {"type":"array","items":{"type":"string"}}",
      "note: {"anyOf":[{"type":"string"},{"type":"null"}]}",
      "place: {"type":"string","enum":["aisle","window"]}",
      "hotel: {"type":"object","properties":{"city":{"type":"string"},"nights":{"type":"number"}},"required":["city"]}",
      "rest: {}",
      "when: {"type":"string","format":"date-time"}",
      "unknown: {"type":"string"}",
    ]
  `);
});

it("reads the whole type of a JavaScript function, and of a destructured object", () => {
  const read = readExports({
    "module.mjs": `
      /** @type {(from: string, seats?: number) => void} */
      export const whole = (from, seats) => {};
      /** @param {{ from: string, seats?: number }} trip */
      export function object({ from, seats }) {}
      /**
       * @param {object} trip
       * @param {string} trip.from
       * @param {number} [trip.seats]
       */
      export function properties({ from, seats, note = "" }) {}`,
  })["module.mjs"];
  expect(inShort(signatureIn(read, "whole"))).toEqual([
    'from: {"type":"string"}',
    'seats?: {"type":"number"}',
  ]);
  expect(inShort(signatureIn(read, "object"))).toEqual([
    'from: {"type":"string"}',
    'seats?: {"type":"number"}',
  ]);
  expect(inShort(signatureIn(read, "properties"))).toEqual([
    'from: {"type":"string"}',
    'seats?: {"type":"number"}',
    'note?: {"type":"string"}',
  ]);
});
