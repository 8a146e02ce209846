import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figure } from "./figure.ts";
import { measured, median } from "./measured.ts";
import { recordSuite, runArguments } from "./workspace.ts";

const ROUNDS = 5;
const CASES = 100;
const root = fileURLToPath(new URL("..", import.meta.url));

/** What a suite takes as tests of vitest, beside the same suite on the command line and vitest without a suite. */
export async function vitestFigures(directory: string, baseUrl: string): Promise<Figure[]> {
  const file = await recordSuite(directory, "hundred", CASES, baseUrl);
  const project = join(directory, "with-vitest");
  install(join(project, "node_modules"));
  const options = {
    agents: join(directory, "agents.ts"),
    fixtures: join(directory, "fixtures"),
    output: join(directory, "reports"),
  };
  writeFileSync(
    join(project, "suite.test.js"),
    `import { describeSuite } from "swarm-eval/vitest";
     describeSuite(${JSON.stringify(file)}, ${JSON.stringify(options)});`,
  );
  writeFileSync(join(project, "empty.test.js"), 'import { it } from "vitest"; it("is", () => {});');
  const vitest = join(project, "node_modules/vitest/vitest.mjs");
  const played = (test: string) => measured([vitest, "run", "--root", project, test]);
  const rounds: { readonly suite: number; readonly empty: number; readonly run: number }[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const { wallMs: suite } = await played("suite");
    const { wallMs: empty } = await played("empty");
    const { wallMs: run } = await measured(runArguments(directory, file));
    if (round >= 0) rounds.push({ suite, empty, run });
  }
  return [
    {
      what: "100 cases in vitest, beyond its empty start ÷ swarm-eval run, wall",
      value: median(rounds.map(({ suite, empty, run }) => (suite - empty) / run)),
      unit: " ×",
      atMost: 1.5,
    },
    { what: "  in vitest", value: median(rounds.map(({ suite }) => suite)), unit: " ms" },
    { what: "  its empty start", value: median(rounds.map(({ empty }) => empty)), unit: " ms" },
    { what: "  swarm-eval run", value: median(rounds.map(({ run }) => run)), unit: " ms" },
  ];
}

/** As npm does it: what is linked from elsewhere, vitest takes for a part of the project. */
function install(into: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies: object;
  };
  for (const part of ["dist", "package.json"])
    cpSync(join(root, part), join(into, "swarm-eval", part), { recursive: true });
  for (const name of [...Object.keys(dependencies), "vitest"]) {
    mkdirSync(dirname(join(into, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(into, name));
  }
}
