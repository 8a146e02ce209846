import { beforeAll, describe, expect, it } from "vitest";
import { SignatureError } from "../../src/signatures/signature-error.ts";
import { signatureOf } from "../../src/signatures/signature-of.ts";
import { readExports, type Read } from "./project.ts";

it("names function and parameter, and shows the form that needs no reading", () => {
  const { "module.ts": read } = readExports({
    "module.ts": "export function watch(flight: string, onChange: (gate: string) => void) {}",
  });
  expect(read?.["watch"]).toMatchInlineSnapshot(`
    "The function "watch" cannot be a tool as it stands: its parameter "onChange" cannot be described: \`(gate: string) => void\` is a function, which has no JSON Schema.
    Describe it yourself, with tool() from "swarm-eval" and z from "zod":

      tool({
        name: "watch",
        description: "…",
        parameters: z.object({ onChange: …, … }),
        execute: (args, { contextVariables }) => …,
      })"
  `);
});

it("carries what it says as data", () => {
  const error = (() => {
    try {
      return signatureOf(Math.max);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(SignatureError);
  expect(error).toMatchObject({
    name: "SignatureError",
    functionName: "max",
    parameter: undefined,
    reason: "is native or bound, which hides its parameters",
  });
});

const refused = {
  "a function type": "tool(value: () => void) {}",
  "a method in an object": "tool(value: { close(): void }) {}",
  "a function deep inside":
    "tool(value: Order) {}\ninterface Order { trip: { onChange: () => void }[] }",
  "a function in a destructured object": "tool({ onChange }: { onChange: () => void }) {}",
  "a class": "tool(value: Trip) {}\nclass Trip {}",
  "an imported type": 'tool(value: Trip[]) {}\nimport type { Trip } from "./trip.ts";',
  "a type that is declared nowhere": "tool(value: Map<string, number>) {}",
  "a type of a namespace": "tool(value: Intl.Locale) {}",
  "a symbol": "tool(value: symbol) {}",
  "a bigint": "tool(value: bigint) {}",
  "a bigint literal": "tool(value: 1n) {}",
  "a type parameter": "tool<T extends string>(value: T) {}",
  "a recursive type": "tool(value: Node) {}\ninterface Node { children: Node[] }",
  "a recursion through two aliases": "tool(value: A) {}\ntype A = { b?: B }; type B = A | null;",
  "a generic alias without its argument": "tool(value: Page) {}\ntype Page<T> = T[];",
  "a conditional type": "tool(value: string extends 'a' ? 1 : 2) {}",
  "a mapped type": "tool(value: { [K in 'a' | 'b']: string }) {}",
  "a template literal type": "tool(value: `${number}px`) {}",
  "a type of a value that is not written out":
    "tool(value: typeof LIMIT) {}\nconst LIMIT = Number(process.env['LIMIT']);",
  "a type of a variable": "tool(value: typeof limit) {}\nlet limit = 1;",
  "a property that is not there": "tool(value: Trip['to']) {}\ninterface Trip { from: string }",
  "what may be a Date or a string": "tool(value: Date | string) {}",
  "what may be one of two objects with Dates": "tool(value: { at: Date } | { on: Date }) {}",
  "a record with keys that are neither": "tool(value: Record<boolean, string>) {}",
  "Python's name of the context variables": "tool(context_variables: object, name: string) {}",
  "a rest parameter": "tool(first: string, ...rest: string[]) {}",
  "a destructured array": "tool([first]: string[]) {}",
  "a destructured object beside another parameter": "tool({ a }: { a: string }, b: string) {}",
  "a destructured object of unknown properties": "tool({ a }: Record<string, string>) {}",
  "a default that is a function": "tool(value = () => 1) {}",
  "a default that shows no type": "tool(value = Date.now()) {}",
  "JSDoc that is not a type": "tool(value) {}\n",
};

const file = (at: number) => `module-${at}.ts`;

describe("refuses", () => {
  let read: Readonly<Record<string, Read>>;
  beforeAll(() => {
    const files = Object.entries(refused).map(([title, code], at) => {
      const doc = title.startsWith("JSDoc") ? "/** @param {string of} value */\n" : "";
      return [file(at), `${doc}export function ${code}`];
    });
    read = readExports(Object.fromEntries(files));
  });

  it("each of these, with a reason", () => {
    const reasons = Object.keys(refused).map((title, at) => {
      const said = read[file(at)]?.["tool"];
      return `${title}: ${typeof said === "string" ? said.split("\n", 1)[0] : "NOT REFUSED"}`;
    });
    expect(reasons.join("\n")).toMatchInlineSnapshot(`
      "a function type: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`() => void\` is a function, which has no JSON Schema.
      a method in an object: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: in "close", \`close(): void\` is a function, which has no JSON Schema.
      a function deep inside: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: in "trip.onChange", \`() => void\` is a function, which has no JSON Schema.
      a function in a destructured object: The function "tool" cannot be a tool as it stands: its parameter "onChange" cannot be described: \`() => void\` is a function, which has no JSON Schema.
      a class: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Trip\` is a class, which has no JSON Schema.
      an imported type: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Trip\` is imported from "./trip.ts", which cannot be found.
      a type that is declared nowhere: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Map<string, number>\` has no JSON Schema.
      a type of a namespace: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Intl.Locale\` has no JSON Schema.
      a symbol: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`symbol\` has no JSON Schema.
      a bigint: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`bigint\` has no JSON Schema.
      a bigint literal: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`1n\` cannot be written in JSON.
      a type parameter: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`T\` is a type parameter, which has no JSON Schema.
      a recursive type: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: in "children", \`Node\` refers to itself.
      a recursion through two aliases: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: in "b", \`A\` refers to itself.
      a generic alias without its argument: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Page\` needs a type for T.
      a conditional type: NOT REFUSED
      a mapped type: NOT REFUSED
      a template literal type: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`\`\${number}px\`\` has no JSON Schema.
      a type of a value that is not written out: NOT REFUSED
      a type of a variable: NOT REFUSED
      a property that is not there: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Trip['to']\` leads to nothing that is known here.
      what may be a Date or a string: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`Date | string\` does not tell Dates apart: in JSON they are strings.
      what may be one of two objects with Dates: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`{ at: Date } | { on: Date }\` does not tell Dates apart: in JSON they are strings.
      a record with keys that are neither: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`boolean\` cannot be the keys of a record.
      Python's name of the context variables: The function "tool" cannot be a tool as it stands: its parameter "context_variables" is spelled as in Python: here the context variables are called contextVariables.
      a rest parameter: The function "tool" cannot be a tool as it stands: its parameter "...rest" is a rest parameter, and arguments are given by name.
      a destructured array: The function "tool" cannot be a tool as it stands: its parameter "[first]" is a destructured array, and arguments are given by name.
      a destructured object beside another parameter: The function "tool" cannot be a tool as it stands: its parameter "{ a }" is destructured and not the only parameter, so it has no name to be given by.
      a destructured object of unknown properties: The function "tool" cannot be a tool as it stands: its parameter "a" cannot be described: its type does not have this property.
      a default that is a function: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`() => 1\` cannot be written in JSON.
      a default that shows no type: NOT REFUSED
      JSDoc that is not a type: The function "tool" cannot be a tool as it stands: its parameter "value" cannot be described: \`string of\` is not the notation of a type."
    `);
  });
});

it("shows the other form without what is not a name", () => {
  expect(() => signatureOf((...names: string[]) => names)).toThrow(SignatureError);
  const { "module.ts": read } = readExports({
    "module.ts": "export function tool(...names: string[]) {}",
  });
  expect(read?.["tool"]).toContain("parameters: z.object({ … }),");
});

it("shows a name that the API takes for a private method", () => {
  class Cards {
    #block(last4: string) {
      return last4;
    }
    static readonly lost = new Cards().#block;
  }
  expect(() => signatureOf(Cards.lost)).toThrow(/"#block" cannot .* refuses.*name: "block",/s);
});

it("refuses a function whose type cannot be followed to where it is written", () => {
  const { "module.ts": read } = readExports({
    "module.ts": 'import type { Tool } from "./x.ts";\nexport const tool: Tool = (value) => value;',
  });
  expect(read?.["tool"]).toContain(
    'its parameter "value" cannot be described: its type comes from `Tool`, which cannot be read here; annotate it.',
  );
});

it.each([
  ["a native function", Math.max, "is native or bound, which hides its parameters"],
  ["a class", SignatureError, "is a class"],
  [
    "a generator",
    function* tool(a: string) {
      yield a;
    },
    "is a generator, but a tool returns one value",
  ],
  [
    "a function without a name",
    (
      () => (a: string) =>
        a
    )(),
    "has no name for the model to call it by",
  ],
  [
    "a name that the API refuses",
    {
      größe(a: string) {
        return a;
      },
    }["größe"],
    "has a name that the API refuses: it takes up to 64 letters, digits, _ and -",
  ],
  [
    "a spread of unknown properties",
    function tool({ ...rest }) {
      return rest;
    },
    "cannot be described: its properties are not all named",
  ],
])("refuses %s", (_, fn: Function, reason) => {
  expect(() => signatureOf(fn)).toThrow(SignatureError);
  expect(() => signatureOf(fn)).toThrow(reason);
});

it("leaves a function alone that no one uses as a tool", () => {
  const { "module.ts": read } = readExports({
    "module.ts": "export const own = (a: string) => a;\nexport const other = (a: symbol) => a;",
  });
  expect(read?.["own"]).toMatchObject({ name: "own" });
  expect(read?.["other"]).toContain("`symbol` has no JSON Schema");
});
