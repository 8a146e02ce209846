import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { project, readExports, signatureIn, source } from "./project.ts";

/** The part of a script that has `signatureOf`. */
const withSignatureOf = `import { signatureOf } from ${JSON.stringify(pathToFileURL(source("signatures/signature-of.ts")).href)};\n`;

const refund = "export function refund(item: string, count: number) { return count; }";

describe("loading a module with its types read", () => {
  it("leaves every line where it was", () => {
    using made = project({
      "main.ts": `#!/usr/bin/env node
"use strict";
/** Fails. */
function fail(text: string): never {
  throw new Error(text);
}
const arrow = (text: string) =>
  // where it is
  fail(text);
const outer = (text: string) => () => { arrow(text); };
try { outer("here")(); } catch (error) {
  const lines = (error as Error).stack!.split("\\n").slice(1, 5);
  console.log(lines.map((line) => line.replace(/^ *at (\\w*).*:(\\d+):\\d+\\)?$/, "$1 $2")).join("\\n"));
}
`,
    });
    const { stdout } = made.node("main.ts");
    expect(stdout).toBe(made.node("main.ts", { register: false }).stdout);
    expect(stdout).toMatch(/^fail 5\narrow 9\n/);
  });

  it("leaves what functions do as it was", () => {
    using made = project({
      "main.ts": `
const sum = (a: number, b = ((c: number) => c + 1)(2)): number => a + b;
const object = (a: number) => ({ a });
const sequence = (a: number) => (a, a + 1);
const text = (a: string) => \`\${[a].map((b: string) => b + "}").join()}\`;
const nested = (a: number) => async (b: number) => a + b;
function* generate(a: number) { yield a; }
class Base { constructor(readonly: number) { this.a = readonly; } a: number; add = (b: number) => this.a + b; }
class Derived extends Base { constructor(a: number) { super(a); } get double() { return ((b: number) => this.a * b)(2); } }
function strict(a: string) { "use strict"; return this === undefined && a; }
declare function declared(a: number): void;
abstract class Abstract { abstract of(a: number): number; twice(a: number) { return 2 * this.of(a); } }
class Real extends Abstract { override of(a: number): number; override of(a: number) { return a! as number; } }
console.log(JSON.stringify([sum(1), object(1), sequence(1), text("a"), await nested(1)(2), ...generate(5),
  new Derived(3).add(4), new Derived(3).double, strict("x"), new Real().twice(4), sum.name, sum.length, strict.name]));
`,
    });
    expect(made.node("main.ts").stdout).toBe(made.node("main.ts", { register: false }).stdout);
  });

  it("tells apart functions whose text is the same once their types are gone", () => {
    const { "module.ts": read } = readExports({
      "module.ts": `
        const of = { text: (value: string) => value, count: (value: number) => value };
        export const { text, count } = of;`,
    });
    expect(signatureIn(read, "text").parameters[0]?.schema).toEqual({ type: "string" });
    expect(signatureIn(read, "count").parameters[0]?.schema).toEqual({ type: "number" });
  });

  it("gives every function that a factory makes its signature", () => {
    using made = project({
      "main.ts": `${withSignatureOf}
        const make = (fee: number) => {
          type Item = "ticket" | "hotel";
          return (() => { const cancel = (item: Item) => fee; return cancel; })();
        };
        console.log(JSON.stringify([make(1), make(2)].map((fn) => signatureOf(fn).parameters[0].schema.enum)));`,
    });
    expect(JSON.parse(made.node("main.ts").stdout)).toEqual([
      ["ticket", "hotel"],
      ["ticket", "hotel"],
    ]);
  });

  it("reads CommonJS, required or imported", () => {
    using made = project({
      "main.ts": `${withSignatureOf}
        import { createRequire } from "node:module";
        const require = createRequire(import.meta.url);
        const all = [(await import("./imported.cts")).default, require("./required.cts"), require("./plain.cjs")];
        console.log(JSON.stringify(all.map(({ refund }) => signatureOf(refund).parameters.at(-1).schema)));`,
      "imported.cts": `"use strict";\n${refund.replace("export ", "")}\nmodule.exports = { refund };`,
      "required.cts": `${refund.replace("export ", "")}
        function strict(a: string) { "use strict"; return this === undefined; }
        if (!strict("a")) throw new Error("no longer strict");
        module.exports = { refund };`,
      "plain.cjs":
        "/** @param {integer} count */\nmodule.exports.refund = function refund(count) {};\nreturn;",
    });
    expect(JSON.parse(made.node("main.ts").stdout)).toEqual([
      { type: "number" },
      { type: "number" },
      { type: "integer" },
    ]);
  });

  it("works with Node's compile cache, whatever that has seen before", () => {
    using made = project({
      "main.ts": `${withSignatureOf}
        import { refund } from "./refund.ts";
        try { console.log(signatureOf(refund).parameters[1].schema.type); }
        catch { console.log("lost"); }`,
      "refund.ts": refund,
    });
    const env = { NODE_COMPILE_CACHE: `${made.root}/compiled` };
    const types = [false, true, true, false].map((register) =>
      made.node("main.ts", { register, env }).stdout.trim(),
    );
    expect(types).toEqual(["lost", "number", "number", "lost"]);
  });

  it("does not touch dependencies", () => {
    using made = project({
      "main.mjs": 'import { refund } from "desk";\nconsole.log(refund.toString());',
      "node_modules/desk/package.json": '{ "name": "desk", "type": "module", "main": "desk.js" }',
      "node_modules/desk/desk.js":
        "/** Refunds. */\nexport function refund(count) { return count; }",
    });
    expect(made.node("main.mjs").stdout).toBe("function refund(count) { return count; }\n");
  });

  it("reads a module that mentions this package", () => {
    const { "module.ts": read } = readExports({
      "module.ts": `export const name = () => "swarm-eval:name";\n${refund}`,
    });
    expect(signatureIn(read, "refund").parameters[1]?.schema).toEqual({ type: "number" });
  });

  it("reads a module as often as it is loaded under another query", () => {
    using made = project({
      "main.ts": `${withSignatureOf}
        const [one, two] = await Promise.all([import("./refund.ts?trial=1"), import("./refund.ts?trial=2")]);
        const types = [one, two].map(({ refund }) => signatureOf(refund).parameters[1].schema.type);
        console.log(one.refund !== two.refund, ...types);`,
      "refund.ts": refund,
    });
    expect(made.node("main.ts").stdout).toBe("true number number\n");
  });

  it("reports what is not TypeScript as Node does", () => {
    using made = project({ "main.ts": "export function refund(count: number {}" });
    expect(() => made.node("main.ts")).toThrow(/ERR_INVALID_TYPESCRIPT_SYNTAX/);
  });

  it("installs its hooks once", () => {
    using made = project({
      "main.ts": `
        import { readTypesOnLoad } from ${JSON.stringify(pathToFileURL(source("signatures/loading/hooks.ts")).href)};
        readTypesOnLoad();
        const { refund } = await import("./refund.ts");
        console.log(refund.toString().match(/swarm-eval:/g).length);`,
      "refund.ts": refund,
    });
    expect(made.node("main.ts").stdout).toBe("1\n");
  });
});
