import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EXAMPLE_AGENTS, EXAMPLE_CASES } from "../../src/cli/init/example.ts";
import { blocksOf, readPage, ROOT } from "./page.ts";

const README = readPage("README.md");
const lines = README.trimEnd().split("\n");

function block(file: string): string | undefined {
  return blocksOf("README.md").find((each) => each.file === file)?.text;
}

it("has at most 220 lines, and begins a program by line 45", () => {
  expect(lines.length).toBeLessThanOrEqual(220);
  const program = lines.findIndex((line) => line.startsWith("```ts"));
  expect(program).toBeGreaterThan(0);
  expect(program).toBeLessThan(45);
});

it("begins with the commands that CI runs on a bare machine", () => {
  const ci = readFileSync(join(ROOT, ".ci/run"), "utf8");
  const commands = lines
    .filter((line) => line.startsWith("    ") && line.includes("npm ci"))
    .flatMap((line) => line.trim().split(" && "));
  expect(commands).toEqual([
    "npm ci",
    "npx swarm-eval run evals/airline.jsonl",
    "npm ci",
    "npm test",
  ]);
  for (const command of commands) expect(ci).toContain(command);
});

it("shows the example that init writes", () => {
  const withoutSpace = (code = ""): string =>
    code.replaceAll(/^\/\*\*[^]*?\*\/\n(?=export default)/gm, "").replaceAll(/\s+/g, " ");
  expect(withoutSpace(block("evals/example.ts"))).toBe(withoutSpace(EXAMPLE_AGENTS));
  const cases = EXAMPLE_CASES.map((each) => `${JSON.stringify(each)}\n`).join("");
  expect(block("evals/example.jsonl")).toBe(cases);
});
