import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { ViteUserConfig } from "vitest/config";
import { swarmEval } from "../../src/vitest.ts";
import { project, source } from "./project.ts";

const require = createRequire(import.meta.url);
const vitest = dirname(require.resolve("vitest/package.json"));

const config = (plugins: string) => `
import { swarmEval } from ${JSON.stringify(pathToFileURL(source("vitest.ts")).href)};
export default { plugins: [${plugins}] };`;

const test = `
import { expect, it } from "vitest";
import { signatureOf } from ${JSON.stringify(source("signatures/signature-of.ts"))};
import { make } from "./tools.ts";
const { refund, fail } = make();

it("reads types", () => {
  expect(signatureOf(refund)).toMatchObject({
    description: "Refunds.",
    parameters: [{ name: "count", schema: { type: "integer" } }, { name: "unit", schema: { enum: ["c", "f"] } }],
  });
});

it("reads a function of the test itself", () => {
  const local = (when: Date) => when;
  expect(signatureOf(local).parameters[0].dates).toBe(true);
});

it("keeps lines", () => {
  expect(() => fail("x")).toThrow(/^line 11$/);
});
`;

const tools = `import { inspect } from "node:util";
enum Unit { Celsius = "c", Fahrenheit = "f" }
export function make() {
  return {
    /**
     * Refunds.
     * @param {integer} count
     */
    refund: (count: number, unit: Unit) => inspect(count),
    fail(text: string) {
      const [, frame] = new Error(text).stack!.split("\\n");
      throw new Error("line " + frame!.split(":").at(-2));
    },
  };
}
`;

function runVitest(plugins: string): { status: number | null; output: string } {
  using made = project({
    "vitest.config.mjs": config(plugins),
    "tools.test.ts": test,
    "tools.ts": tools,
  });
  mkdirSync(join(made.root, "node_modules"));
  symlinkSync(vitest, join(made.root, "node_modules", "vitest"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(vitest, "vitest.mjs"), "run", "--root", made.root, "--reporter=verbose"],
    { cwd: made.root, encoding: "utf8", env: { PATH: process.env["PATH"], NO_COLOR: "1" } },
  );
  return { status, output: stdout + stderr };
}

describe("under vitest", () => {
  it("types are read with the plugin", () => {
    const { status, output } = runVitest("swarmEval()");
    expect(output).toContain("3 passed");
    expect(status).toBe(0);
  });

  it("and not without it", () => {
    const { status, output } = runVitest("");
    expect(output).toContain("× tools.test.ts > reads types");
    expect(output).toContain("✓ tools.test.ts > keeps lines");
    expect(status).toBe(1);
  });
});

describe("the plugin", () => {
  const { transform } = swarmEval();

  it("is one by vitest's own types", () => {
    const accepted: ViteUserConfig = { plugins: [swarmEval()] };
    expect(accepted.plugins).toHaveLength(1);
  });

  it("comes before the types are gone", () => {
    expect(swarmEval()).toMatchObject({ name: "swarm-eval", enforce: "pre" });
  });

  it.each(["/desk/tools.ts", "/desk/tools.mts", "/desk/tools.ts?t=1736", "/desk/tools.ts?v=1a2b"])(
    "reads %s",
    (id) => {
      using made = project({});
      expect(transform("export const tool = (a: string) => a;", made.root + id)?.code).toContain(
        "swarm-eval",
      );
    },
  );

  it.each([
    "/node_modules/desk/tools.ts",
    "/desk/tools.ts?raw",
    "/desk/tools.ts?url&t=1",
    "/desk/style.css",
    "\0virtual:tools",
  ])("leaves %j alone", (id) => {
    using made = project({});
    expect(transform("export const tool = (a: string) => a;", made.root + id)).toBeUndefined();
  });

  it("puts what it adds behind the interpreter's line and directives", () => {
    using made = project({});
    const text = '#!/usr/bin/env node\n"use client";\nexport const tool = (a: string) => a;';
    const code = transform(text, `${made.root}/tools.ts`)?.code;
    expect(code).toMatch(/^#!\/usr\/bin\/env node\n"use client";;\(globalThis\[/);
    const bare = transform(text.replace('"use client";\n', ""), `${made.root}/tools.ts`)?.code;
    expect(bare).toMatch(/^#!\/usr\/bin\/env node\n;\(globalThis\[/);
  });
});
