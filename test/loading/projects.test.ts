import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { json } from "./shapes/shape.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

/** A project whose only case ends with an answer that contains this. */
function project(contains: string, files: Readonly<Record<string, string>>): Project {
  const expected = { output: { contains } };
  return newProject({
    "package.json": json({ type: "module" }),
    "evals/shop.jsonl": jsonl({ id: "one", user: "Go on.", expect: expected }),
    ...files,
  });
}

/** A model that calls this tool, and then says what it said. */
async function startModel(tool: string) {
  const server = await startStandIn(({ body: { messages } }) => {
    const last = messages.at(-1);
    return last?.role === "tool"
      ? { say: String(last.content) }
      : { calls: [{ name: tool, arguments: {} }] };
  });
  onTestFinished(() => server.close());
  return server;
}

it("records and replays what a transformed module asks by node:http, and its time and dice", async () => {
  const shop = createServer((_, response) => response.end("in stock"));
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  const { port } = shop.address() as AddressInfo;
  const made = project("in stock", {
    "evals/shop.ts": `
import { Agent } from "swarm-eval";
import { get } from "node:http";
import { randomUUID } from "node:crypto";
enum Where { Shop = "http://127.0.0.1:${port}/" }
const read = () =>
  new Promise<string>((done, fail) => {
    get(Where.Shop, (reply) => reply.setEncoding("utf8").on("data", done)).on("error", fail);
  });
/** Looks. */
const look = async () => [await read(), randomUUID(), Date.now()].join();
export default () => new Agent({ name: "Shop", functions: [look] });
`,
  });
  const model = await startModel("look");
  const args = ["run", "evals/shop.jsonl", "--traffic"];
  const recorded = await made.swarmEval([...args, "record"], { OPENAI_BASE_URL: model.baseUrl });
  expect(recorded.stdout).toContain("1 passed");
  shop.close();
  // The second request says what the tool said, so it would miss if time or dice were not those of the tape.
  const replayed = await made.swarmEval([...args, "replay"]);
  expect(replayed.stdout).toContain("1 passed");
});

it("takes out types that only the metadata of decorators would import, and leaves # to the package", async () => {
  const made = project("nothing on Monday", {
    "package.json": json({ type: "module", imports: { "#days": "./evals/days.ts" } }),
    "tsconfig.json": json({
      compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata: true, baseUrl: "." },
    }),
    "index.ts": "export {};\n",
    "evals/days.ts": `
export interface Day { name: string }
export type Plan = { nothing: true };
export const monday: Day = { name: "Monday" };
`,
    "evals/shop.ts": `
import { Agent } from "swarm-eval";
import { Day, Plan, monday } from "#days";
import { Day as Same } from "./days";
Reflect.metadata ??= () => () => {};
const noted = (..._: unknown[]) => {};
class Diary {
  @noted read(day: Same, _plan?: Plan) { return "nothing on " + day.name; }
  @noted day?: Day;
}
const diary = new Diary();
/** Reads the diary. */
const look = () => diary.read(monday);
export default () => new Agent({ name: "Shop", functions: [look] });
`,
  });
  const model = await startModel("look");
  const recorded = await made.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: model.baseUrl,
  });
  expect(recorded.stdout + recorded.stderr).toContain("1 passed");
});

it("shows the author's line and column where transformed code throws", async () => {
  const made = project("x", {
    "evals/shop.ts": `
import { Agent } from "swarm-eval";
import { Place } from "./place";
enum Kind { A }
interface Never { a: string }
const make = (kind: Kind) => () => new Place("desk").go({ a: "b" } as Never, kind);
export default () => {
  make(Kind.A)();
  return new Agent();
};
`,
    "evals/place.ts": `export class Place {
  constructor(private readonly name: string) {}
  go(_never: object, _kind: number): never { throw new TypeError(this.name); }
}
`,
  });
  const { stderr } = await made.swarmEval(["validate", "evals/shop.jsonl"]);
  expect(stderr).toContain("TypeError: desk (evals/place.ts:3:52)");
});

it("loads a config as it loads agents, and packages by the conditions of the tsconfig", async () => {
  const made = project("x", {
    "tsconfig.json": json({
      compilerOptions: { module: "nodenext", customConditions: ["@acme/source"] },
    }),
    "node_modules/core/package.json": json({
      name: "core",
      type: "module",
      exports: { "@acme/source": "./src/main.ts", default: "./dist/main.js" },
    }),
    "node_modules/core/src/main.ts": 'export enum Name { Shop = "evals/shop.ts" }\n',
    "evals/shop.ts":
      'import { Agent } from "swarm-eval";\nexport default new Agent({ name: "Shop" });\n',
    "swarm-eval.config.ts": `
import { defineConfig } from "swarm-eval";
import { Name } from "core";
import { cases } from "./settings.js";
export default defineConfig({ suites: [{ cases, agents: Name.Shop }] });
`,
    "settings.ts": 'export const cases: string = "evals/shop.jsonl";\n',
  });
  const { stdout, stderr } = await made.swarmEval(["validate"]);
  expect(stderr).toBe("");
  expect(stdout).toContain("1 case, played against evals/shop.ts");
});

it("reads the types of what it transforms, by whatever way functions are made", async () => {
  const made = project("x", {
    "tsconfig.json": json({ compilerOptions: { experimentalDecorators: true } }),
    "evals/shop.ts": `
import { Agent } from "swarm-eval";
enum Kind { A }
const plain = (target: object, key: string) => {};
class Desk {
  constructor(private readonly kind: Kind) {}
  @plain
  method(count: number, size: "S" | "L" = "S") { return [this.kind, count, size].join(); }
  field = (tags: string[]) => tags.join();
}
const desk = new Desk(Kind.A);
const arrow = (when?: boolean) => String(when);
function named(list: { id: number }[]) { return String(list.length); }
export default new Agent({ name: "Shop", functions: [desk.method.bind(desk), desk.field, arrow, named] });
`,
  });
  const bodies: unknown[] = [];
  const server = await startStandIn(({ body }) => {
    bodies.push(body["tools"]);
    return { say: "x" };
  });
  onTestFinished(() => server.close());
  const args = ["run", "evals/shop.jsonl", "--traffic", "live"];
  // From the cache too.
  for (const time of [1, 2]) {
    await made.swarmEval(args, { OPENAI_BASE_URL: server.baseUrl });
    expect(bodies).toHaveLength(time);
  }
  expect(JSON.stringify(bodies[1])).toBe(JSON.stringify(bodies[0]));
  const tools = bodies[0] as readonly { function: { name: string; parameters: object } }[];
  expect(tools.map(({ function: { name } }) => name)).toEqual([
    "method",
    "field",
    "arrow",
    "named",
  ]);
  expect(tools.map(({ function: { parameters } }) => parameters)).toMatchObject([
    { properties: { count: { type: "number" }, size: { enum: ["S", "L"] } }, required: ["count"] },
    { properties: { tags: { type: "array", items: { type: "string" } } }, required: ["tags"] },
    { properties: { when: { type: "boolean" } } },
    { properties: { list: { items: { properties: { id: { type: "number" } } } } } },
  ]);
});

it("loads modules of a package that does not say what they are without a word of Node's", () => {
  const { directory } = newProject({
    "package.json": json({ name: "shop" }),
    "main.ts": `
import { createRequire } from "node:module";
import { plain } from "./plain.js";
import script from "./script.js";
const required = createRequire(import.meta.url)("./required") as { required: string };
const all: string[] = [plain, script.of, required.required];
console.log(all.join());
`,
    "plain.js": 'export const plain = "plain";\n',
    "required.ts": 'export const required: string = "required";\n',
    // Neither is a declaration.
    "script.js":
      'const names = {\n  import: "import",\n};\nimport("node:fs");\nexports.of = names.import;\n',
  });
  const args = ["--import", "swarm-eval/register", "main.ts"];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: directory,
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: "plain,import,required\n", stderr: "" });
});
