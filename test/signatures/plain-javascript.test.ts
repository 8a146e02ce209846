import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import { describeExports, project, readExports, type Read } from "./project.ts";

function plain(text: string, file = "module.mjs"): Read | undefined {
  return readExports({ [file]: text }, { register: false })[file];
}

it("reads names and defaults from a function that nothing else is known of", () => {
  const read = plain(`
    /** Not seen. */
    export function greet(name, age, location = "New York", contextVariables) {}
    export const refund = async (item, count = 1, really = false, reason = null) => item;
    export const { book } = { async book({ from, to = "Rome", seats: { first } = {}, contextVariables }) {} };
    class Desk { #close(hour = 18) {} static get close() { return new Desk().#close } }
    export const close = Object.defineProperty(Desk.close, "name", { value: "close" });
    export function transfer() { return (text) => text }
    export const { async } = { async(text) {} };
  `);
  const short = Object.values(read ?? {}).map((said) =>
    typeof said === "string"
      ? said
      : `${said.name}(${said.parameters.map((each) => `${each.name}${each.required ? "" : "?"}: ${JSON.stringify(each.schema)}`).join(", ")}) ${said.call} ${said.contextVariables}`,
  );
  expect(short.join("\n")).toMatchInlineSnapshot(`
    "async(text: {"type":"string"}) positional undefined
    book(from: {"type":"string"}, to?: {"type":"string"}, seats?: {"type":"object","properties":{"first":{"type":"string"}},"required":["first"]}) object property
    close(hour?: {"type":"number"}) positional undefined
    greet(name: {"type":"string"}, age: {"type":"string"}, location?: {"type":"string"}) positional 3
    refund(item: {"type":"string"}, count?: {"type":"number"}, really?: {"type":"boolean"}, reason?: {"type":"string"}) positional undefined
    transfer() positional undefined"
  `);
});

it("refuses a default that cannot be written in JSON", () => {
  const read = plain("export function tool(done = () => {}) {}");
  expect(read?.["tool"]).toContain(
    'its parameter "done" cannot be described: `() => {}` cannot be written in JSON.',
  );
});

it("takes a function whose kind of text is beyond it for what it is", () => {
  const read = plain("export const tool = new Proxy(function tool() {}, {});");
  expect(read?.["tool"]).toContain(
    'The function "tool" cannot be a tool as it stands: it is native',
  );
});

/** A source map in which every place is of one source. */
function mapTo(source: string): string {
  const json = JSON.stringify({ version: 3, sources: [source], names: [], mappings: "AAAA" });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString("base64")}`;
}

const typescript = JSON.stringify({ devDependencies: { typescript: "7" }, type: "module" });
const own = JSON.stringify({ type: "module" });

// No two functions have the same text, because what is known of a text is kept.
const files = {
  "stripped.mts": `export const tool = function refund(stripped: number) {};`,
  "bare.mts": `export const tool = function refund(bare) {};`,
  "default.mts": `export const tool = function refund(unit = "C") {};`,
  "mapped.mjs": `export const tool = function refund(mapped) {};${mapTo("../src/refund.ts")}`,
  "missing.mjs": `export const tool = function refund(missing) {};\n//# sourceMappingURL=gone.map`,
  "depends/package.json": typescript,
  "depends/dist/refund.js": `export const tool = function refund(depends) {};`,
  "configured/package.json": own,
  "configured/tsconfig.json": "{}",
  "configured/refund.js": `export const tool = function refund(configured) {};`,
  "by-hand/package.json": own,
  "by-hand/refund.js": `export const tool = function refund(byHand, count = 1) {};`,
  "by-hand/bundled.js": `export const tool = function refund(bundled) {};${mapTo("../src/refund.js")}`,
  "depends/bound.js": `const refund = function refund(bound) {}; export const tool = refund.bind(null, 1);`,
  "depends/empty.js": `export const tool = function transfer(contextVariables) {};`,
};
const modules = Object.keys(files).filter((name) => !name.endsWith(".json"));

/** Of each module the parameters of its tool, or why there are none. */
function readAll(): Record<string, string> {
  using made = project(files);
  made.write({ "describe.mjs": describeExports(modules) });
  const all = JSON.parse(made.node("describe.mjs", { register: false }).stdout) as Read[];
  return Object.fromEntries(modules.map((name, at) => [name, briefly(all[at]?.["tool"])]));
}

function briefly(said: Read[string] | undefined): string {
  if (typeof said === "string")
    return said.replace(/\n.*/s, "").replace(/^.*probably wrote one: /, "refused: ");
  return (said?.parameters ?? [])
    .map(({ name, schema }) => `${name}: ${String(schema["type"])}`)
    .join(", ");
}

it("refuses to take a parameter for a string whose type its author wrote", () => {
  expect(readAll()).toMatchInlineSnapshot(`
    {
      "bare.mts": "refused: bare.mts is TypeScript.",
      "by-hand/bundled.js": "bundled: string",
      "by-hand/refund.js": "byHand: string, count: number",
      "configured/refund.js": "refused: configured/refund.js lies in a package that has a tsconfig.json.",
      "default.mts": "refused: default.mts is TypeScript.",
      "depends/bound.js": "",
      "depends/dist/refund.js": "refused: depends/dist/refund.js lies in a package that depends on typescript.",
      "depends/empty.js": "",
      "mapped.mjs": "refused: mapped.mjs was made of ../src/refund.ts.",
      "missing.mjs": "refused: missing.mjs has a source map, so it was made of something else.",
      "stripped.mts": "refused: there are blanks where types were removed.",
    }
  `);
});

it("refuses compiled code whose documentation is all that was seen", () => {
  using made = project({
    "package.json": typescript,
    "dist/compiled.js": `/** Refunds. */\nexport function compiled(item) {}\n/** @param {number} item */\nexport function documented(item) {}`,
  });
  made.write({ "describe.mjs": describeExports(["dist/compiled.js"]) });
  const [read] = JSON.parse(made.node("describe.mjs").stdout) as Read[];
  expect(read?.["compiled"]).toMatchInlineSnapshot(`
    "The function "compiled" cannot be a tool as it stands: its parameter "item" shows no type here, and its author probably wrote one: dist/compiled.js lies in a package that depends on typescript.
    Let swarm-eval read the types while they are there:

      - start Node with --import swarm-eval/register if it runs the source, and in vitest use the plugin of swarm-eval/vitest
      - build with the plugin of swarm-eval/vite, /rolldown, /rollup, /esbuild or /webpack
      - after any other build, tsc's included, import what \`npx swarm-eval schemas\` writes
      - in JavaScript, write JSDoc: @param {string} name
      - or describe the function yourself, with tool() from "swarm-eval""
  `);
  expect(read?.["documented"]).toMatchObject({ parameters: [{ schema: { type: "number" } }] });
});
