import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { json } from "./shapes/shape.ts";
import { newProject } from "../support/project.ts";

const AGENT =
  'import { Agent } from "swarm-eval";\nexport default new Agent({ name: String(x) });\n';

/** What is said of an agents module that begins with this line. */
async function said(
  line: string,
  files: Readonly<Record<string, string>> = {},
  name = "evals/shop.ts",
): Promise<string> {
  const project = newProject({
    "package.json": json({ type: "module" }),
    "evals/cases.jsonl": '{"id":"hello","user":"Hi!","expect":{"tool_calls":[]}}\n',
    "evals/helpers.ts": "export enum Size { Small }\n",
    "evals/loose.cjs": 'module.exports = { ["x"]: 1 };\n',
    [name]: `${line}\n${AGENT}`,
    ...files,
  });
  const { code, stderr } = await project.swarmEval([
    "validate",
    "evals/cases.jsonl",
    "--agents",
    name,
  ]);
  expect(code).toBe(2);
  const [first = ""] = stderr.split("\n");
  return first.replace(`${name} could not be loaded: `, "");
}

const paths = json({ compilerOptions: { paths: { "@shop/*": ["./src/*"] } } });

it.each([
  ['import x from "./helprs";', /Cannot find module .* Did you mean helpers\.ts\?$/],
  ['import x from "../nowhere";', /Cannot find module .* Correct the path, or make that file\.$/],
  ['import x from "zodd/v4";', /Cannot find package 'zodd' .* Install it: npm install zodd$/],
  [
    'import { x } from "./helpers.js";',
    /named 'x' \(evals\/shop\.ts:1:10\)\. Export it there\. If it is a type, import it as one: \{ type x \}\.$/,
  ],
  ['import x from "./helpers";', /\(evals\/shop\.ts:1:8\)\. Import it by name, in braces/],
  ['import { x } from "./loose.cjs";', /Import it as a whole: import all from "\.\/loose\.cjs"/],
  ['import x from "#nothing";', /"imports": \{ "#nothing": /],
  ['import { x } from "swarm-eval/nothing";', /Import a path that "exports" of that package\.json/],
  ["const x = __dirname;", /\(evals\/shop\.ts:1:11\)\. Write import\.meta\.dirname\.$/],
  ["enum Size { Small; }\nconst x = Size;", /^SyntaxError: .*\(evals\/shop\.ts:1:18\)$/],
])("says why a module does not load, where, and what to do: %s", async (line, expected) => {
  expect(await said(line)).toMatch(expected);
});

it.each([
  [
    "a name of paths whose file is missing",
    'import x from "@shop/stock";',
    { "tsconfig.json": paths },
    /tsconfig\.json takes it for src\/stock, which is missing too\.$/,
  ],
  [
    "a name that no paths have",
    'import x from "@desk/stock";',
    { "tsconfig.json": paths },
    /npm install @desk\/stock, or give it a file by "paths" of tsconfig\.json\.$/,
  ],
  [
    "a config that extends nothing",
    "enum x { Small }",
    { "tsconfig.json": json({ extends: "@tsconfig/nothing" }) },
    /tsconfig\.json cannot be read: .*@tsconfig\/nothing/,
  ],
  [
    "a workspace that is not built",
    'import x from "core";',
    {
      "node_modules/core/package.json": json({
        name: "core",
        exports: { import: "./dist/main.js" },
      }),
    },
    /Build that package, or let node_modules\/core\/package\.json name its sources\.$/,
  ],
  [
    "JSON that is none",
    'import x from "./x.json";',
    { "evals/x.json": "{" },
    /evals\/x\.json is not JSON: /,
  ],
  [
    "what modules that import each other read as they load",
    'import { y } from "./circle";\nexport const x = y;',
    { "evals/circle.ts": 'import { x } from "./shop";\nexport const y = x;\n' },
    /Cannot access 'x' before .* \(evals\/circle\.ts:2:18\)\. .* read x within a function, or move it/,
  ],
  [
    "a worker thread that loads TypeScript",
    `import { Worker } from "node:worker_threads";
const worker = new Worker(new URL("./worker.ts", import.meta.url));
const x = await new Promise((done, fail) => worker.on("message", done).on("error", fail));`,
    { "evals/worker.ts": "enum Size { Small }\n" },
    /\(evals\/worker\.ts:1:1\)\. Threads load as Node does: give the Worker execArgv: /,
  ],
  [
    "what is no code",
    'import x from "./x.svg";',
    { "evals/x.svg": "<svg/>" },
    /read it with node:fs/,
  ],
])("says what to do about %s", async (_, line, files, expected) => {
  expect(await said(line, files)).toMatch(expected);
});

it("says which module requires one that is missing", async () => {
  expect(await said('const x = require("./nothing");', {}, "evals/shop.cts")).toMatch(
    /Correct the path, or make that file\. It is required by evals\/shop\.cts\.$/,
  );
});

it("says what cannot be started where a module needs TypeScript's compiler", () => {
  const { directory } = newProject({
    "shop.ts": "const add = (_: unknown, __: unknown) => {};\n@add class Shop {}\n",
  });
  const flags = "--permission --allow-fs-read=* --allow-fs-write=* --allow-addons".split(" ");
  const args = [...flags, "--import", "swarm-eval/register", "shop.ts"];
  const { stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
  expect(stderr).toMatch(
    /shop\.ts has decorators of the standard, which TypeScript's compiler makes JavaScript of, and that cannot be started: /,
  );
});
