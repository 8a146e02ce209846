import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod-3";
import { functionToJson, tool } from "../../../src/index.ts";
import manifest from "../../../package.json" with { type: "json" };
import { answerOf } from "../play.ts";

const valibot = v.object({ city: v.string(), days: v.optional(v.number(), 1) });

it.each([
  ["zod 4", z.object({ city: z.string(), days: z.number().default(1) })],
  ["zod 3", z3.object({ city: z3.string(), days: z3.number().default(1) })],
  ["valibot", valibot],
  ["valibot, made a Standard JSON Schema", toStandardJsonSchema(valibot)],
  ["ArkType", type({ city: "string", days: "number = 1" })],
])("takes a schema of %s", async (_, parameters) => {
  const act = tool({ name: "act", parameters, execute: (args) => args });
  expect(functionToJson(act).function.parameters).toMatchObject({
    type: "object",
    properties: { city: { type: "string" }, days: { type: "number" } },
    required: ["city"],
  });
  const { content } = await answerOf(act, '{"city":"Seoul"}');
  expect(JSON.parse(String(content))).toEqual({ city: "Seoul", days: 1 });
  const refused = await answerOf(act, '{"city":7}');
  expect(refused.content).toMatch(/^Error: The arguments of act do not fit its schema. .*city/);
});

it("says what date to write instead of one that JSON has no word for", () => {
  const act = (parameters: Parameters<typeof tool>[0]["parameters"]) => () =>
    tool({ name: "act", parameters, execute: () => "" });
  expect(act(v.object({ at: v.date() }))).toThrow(
    "a date, say, as v.pipe(v.string(), v.isoTimestamp()).",
  );
});

const APP = `
import { functionToJson, tool } from "swarm-eval";
import * as v from "valibot";
import { z } from "zod-3";
for (const parameters of [v.object({ city: v.string() }), z.object({ city: z.string() })]) {
  try {
    const { function: described } = functionToJson(tool({ name: "forecast", parameters, execute() {} }));
    console.log(described.parameters.required.join());
  } catch (error) {
    console.log(error.message);
  }
}
`;

it("names the package that a schema's library needs, and uses it once the project has it", () => {
  const project = mkdtempSync(join(tmpdir(), "swarm-eval-converters-"));
  const install = (name: string) => {
    const path = join(project, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(import.meta.dirname, "../../../node_modules", name), path);
  };
  const run = () => {
    const args = ["--disable-warning=ExperimentalWarning", "app.mjs"];
    return execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  };
  try {
    writeFileSync(join(project, "app.mjs"), APP);
    for (const name of [...Object.keys(manifest.dependencies), "valibot", "zod-3"]) install(name);
    for (const name of ["package.json", "dist"])
      cpSync(name, join(project, "node_modules/swarm-eval", name), { recursive: true });
    expect(run()).toBe(
      [
        "The parameters of tool forecast are a valibot schema that cannot give a JSON Schema by itself. Install what converts it: npm install @valibot/to-json-schema.",
        "The parameters of tool forecast are a zod schema that cannot give a JSON Schema by itself. Install what converts it: npm install zod-to-json-schema, or zod 4.2 or newer.\n",
      ].join("\n"),
    );
    for (const name of ["@valibot/to-json-schema", "zod-to-json-schema"]) install(name);
    expect(run()).toBe("city\ncity\n");
  } finally {
    rmSync(project, { recursive: true });
  }
});
