import { spawnSync } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { swarmEval } from "../../src/bundlers/esbuild.ts";
import { withMarks } from "../../src/bundlers/with-marks.ts";
import { signatureOf } from "../../src/signatures/signature-of.ts";
import { describeExports, project, type Read } from "../signatures/project.ts";

const main = `#!/usr/bin/env node
"use strict";
import { other } from "./other.ts";
/** Refunds. */
export function refund(count: number, unit: "c" | "f" = "c") { return helper(count) + unit; }
function helper(count: number) { return count; }
/**
 * Opens.
 * @param when the day
 */
const open = (when: Date) => when;
function make(prefix: string) {
  "use strict";
  const inner = (list: string[]) => prefix + list;
  function declared(tags: { id: number }[]) { return prefix + tags; }
  let assigned;
  assigned = (flag: boolean) => flag;
  return {
    inner, declared, assigned, property: (price: number) => price,
    method(deep: number) { return deep + prefix; }, async later(days: 1 | 2) { return days; },
  };
}
class Desk {
  kind = 1;
  #secret = (hidden: number) => hidden;
  field = (size: "S" | "L") => size + this.kind + this.#secret(1);
  find(id: number) { return this.kind + id; }
  static create(kind: number) { return kind; }
}
namespace Shop { export function buy(item: string, count?: number) { return item + count; } }
const desk = new Desk();
export const { field, find: lost } = desk;
export const found = desk.find.bind(desk);
export const taken = refund.bind(null, 1);
export const { create } = Desk;
export const { buy } = Shop;
export const { inner, declared, assigned, property, method, later } = make("x");
export const cast = (((amount: number) => amount) satisfies (amount: number) => number);
export const refused = (callback: () => void) => callback;
export { open, other, plain };
import { plain, LIMIT } from "./plain.js";
export default function (limit = LIMIT as number) { return limit; }
`;

const files = {
  "main.ts": main,
  "other.ts":
    "export const other = async (city: string, days?: number) => { throw new Error(city); };",
  "plain.js":
    "export const LIMIT = 3;\nexport const plain = (text, count = LIMIT) => text + count;\n",
};

const TSC = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));

function described(exports: Readonly<Record<string, unknown>>): Read {
  const said: Record<string, Read[string]> = {};
  for (const [name, fn] of Object.entries(exports)) {
    try {
      said[name] = signatureOf(fn as Function);
    } catch (error) {
      said[name] = (error as Error).message;
    }
  }
  return said;
}

it("keeps what was read of functions, by whatever way they are made, when their module is minified", async () => {
  using made = project(files);
  made.write({ "describe.mjs": describeExports(["main.ts"]) });
  const [asLoaded] = JSON.parse(made.node("describe.mjs").stdout) as Read[];
  const outfile = `${made.root}/built.mjs`;
  await build({
    entryPoints: [`${made.root}/main.ts`],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    plugins: [swarmEval()],
  });
  const exports = (await import(pathToFileURL(outfile).href)) as Record<string, Function>;
  const asBuilt = described(exports);
  expect(JSON.parse(JSON.stringify(asBuilt))).toEqual(asLoaded);
  expect(Object.keys(asBuilt)).toHaveLength(19);
  expect(asBuilt["refund"]).toMatchObject({ name: "refund", parameters: [{ name: "count" }, {}] });
  expect(exports["open"]?.name).toBe("open");
});

it("reads only the modules that it is told to", async () => {
  const sum = (name: string) => `export const ${name} = (${name}s: number[]) => ${name}s;`;
  using made = project({
    "main.ts": 'export * from "./tools/tool.ts";\nexport * from "./helper.ts";',
    "tools/tool.ts": sum("tool"),
    "helper.ts": sum("helper"),
    "package.json": '{ "devDependencies": { "typescript": "7" } }',
  });
  const outfile = `${made.root}/built.mjs`;
  await build({
    entryPoints: [`${made.root}/main.ts`],
    outfile,
    bundle: true,
    format: "esm",
    plugins: [swarmEval({ include: "**/tools/**" })],
  });
  const read = described((await import(pathToFileURL(outfile).href)) as Record<string, Function>);
  expect(read["tool"]).toMatchObject({ parameters: [{ schema: { type: "array" } }] });
  expect(read["helper"]).toContain('its parameter "helpers" shows no type here');
});

it("leaves every line where it was, and does not mark what is only called", () => {
  using made = project(files);
  const marked = withMarks(`${made.root}/main.ts`, main);
  const lines = marked?.code.split("\n") ?? [];
  expect(lines).toHaveLength(main.split("\n").length);
  expect(lines[0]).toBe("#!/usr/bin/env node");
  expect(lines[1]).toMatch(/^"use strict";;__swarmEval\(refund,/);
  expect(lines[5]).toBe("function helper(count: number) { return count; }");
  expect(marked?.code).not.toMatch(/__swarmEval\((?:helper|make),/);
  expect(marked?.map).toMatchObject({ sourcesContent: [main] });
});

it("leaves types what they are, for loaders that check them", () => {
  using made = project({});
  const contextual = "export const half: (count: number) => number = (count) => count / 2;\n";
  const path = `${made.root}/half.ts`;
  made.write({ "half.ts": contextual });
  made.write({ "half.ts": withMarks(path, contextual)?.code ?? "" });
  const args = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--noUncheckedIndexedAccess",
    "--target",
    "es2022",
    path,
  ];
  const { stdout, status } = spawnSync(TSC, args, { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});

it("names the files that its types rest on", () => {
  using made = project({ "kinds.ts": 'export type Kind = "a" | "b";' });
  const text =
    'import type { Kind } from "./kinds.ts";\nexport const find = (kind: Kind) => kind;\n';
  const path = `${made.root}/find.ts`;
  made.write({ "find.ts": text });
  expect(withMarks(path, text)?.files).toContain(`${made.root}/kinds.ts`);
});

it("refuses a module whose types another plugin has removed", () => {
  using made = project({ "find.ts": "export const find = (kind: number) => kind;" });
  const path = `${made.root}/find.ts`;
  expect(() => withMarks(path, "export const find = (kind) => kind;")).toThrow(
    `The types of ${path} were removed before swarm-eval could read them. List its plugin before`,
  );
  expect(withMarks(path, "export const find = (kind: string) => kind;")).toBeDefined();
});

it.each(["node_modules/desk/tools.ts", "tools.ts?raw", "style.css"])("leaves %s alone", (path) => {
  expect(withMarks(`/desk/${path}`, "export const tool = (a: string) => a;")).toBeUndefined();
});
