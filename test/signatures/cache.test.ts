import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeExports, project, type Project, type Read } from "./project.ts";

const kept = "node_modules/.cache/swarm-eval/signatures/tools/refund.ts.json";
const refund = "/** Refunds. */\nexport function refund(count: number) {}";

/** A hook without which no parser is: whoever loads it, fails. */
const withoutParser = `
import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "oxc-parser") throw new Error("no parser here");
    return next(specifier, context);
  },
});`;

function desk(text = refund): Project {
  return project({
    "tools/refund.ts": text,
    "describe.mjs": describeExports(["tools/refund.ts"]),
    "without-parser.mjs": withoutParser,
  });
}

function typeOfCount(made: Project, options: { parser?: boolean } = {}): unknown {
  const imports = options.parser === false ? [join(made.root, "without-parser.mjs")] : [];
  const [read] = JSON.parse(made.node("describe.mjs", { imports }).stdout) as Read[];
  const said = read?.["refund"];
  return typeof said === "object" ? said.parameters[0]?.schema["type"] : said;
}

it("keeps what it read beside the module's package, and needs no parser afterwards", () => {
  using made = desk();
  expect(typeOfCount(made)).toBe("number");
  expect(existsSync(join(made.root, kept))).toBe(true);
  expect(typeOfCount(made, { parser: false })).toBe("number");
});

it("says that the parser is missing when a module is not cached", () => {
  using made = desk();
  expect(typeOfCount(made, { parser: false })).toContain(
    'The function "refund" cannot be a tool as it stands: it has parameters, and the parser that reads them cannot be loaded.',
  );
});

it("needs no parser for functions without parameters", () => {
  using made = desk("export const refund = async () => 1;\nexport function other(\n) {}");
  const imports = [join(made.root, "without-parser.mjs")];
  const [read] = JSON.parse(made.node("describe.mjs", { imports }).stdout) as Read[];
  expect(read).toMatchObject({ refund: { parameters: [] }, other: { parameters: [] } });
});

it("reads a module again when its text has changed, in the same place", () => {
  using made = desk();
  typeOfCount(made);
  made.write({ "tools/refund.ts": refund.replace("number", "boolean") });
  expect(typeOfCount(made)).toBe("boolean");
  expect(typeOfCount(made, { parser: false })).toBe("boolean");
  expect(readdirSync(join(made.root, kept, ".."))).toEqual(["refund.ts.json"]);
});

it.each([
  ["is cut off", (text: string) => text.slice(0, -9)],
  ["is empty", () => ""],
  ["is JSON of something else", () => "null"],
  ["is of another version", (text: string) => text.replace(/"version":\d+/, '"version":0')],
  ["has lost its reading", (text: string) => text.replace('"functions"', '"lost"')],
])("reads a module again when its cache %s", (_, broken) => {
  using made = desk();
  typeOfCount(made);
  const file = join(made.root, kept);
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, broken(whole));
  expect(typeOfCount(made, { parser: false })).not.toBe("number");
  writeFileSync(file, broken(whole));
  expect(typeOfCount(made)).toBe("number");
  expect(readFileSync(file, "utf8")).toBe(whole);
});

it("does without a cache when nothing can be written", () => {
  using made = desk();
  made.write({ "node_modules/.cache": "a file in the way" });
  expect(typeOfCount(made)).toBe("number");
  expect(readFileSync(join(made.root, "node_modules/.cache"), "utf8")).toBe("a file in the way");
});

it("keeps what does not belong to a package among the user's temporary files", () => {
  using made = desk();
  rmSync(join(made.root, "package.json"));
  const env = { TMPDIR: join(made.root, "temporary") };
  made.node("describe.mjs", { env });
  const [own] = readdirSync(env.TMPDIR);
  expect(own).toMatch(/^swarm-eval-/);
  const inner = join(env.TMPDIR, own ?? "", "swarm-eval", "signatures", made.root, "tools");
  expect(readdirSync(inner)).toEqual(["refund.ts.json"]);
});
