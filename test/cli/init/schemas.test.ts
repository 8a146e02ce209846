import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { newProject, type Project } from "../../support/project.ts";

const agents = `
import { Agent } from "swarm-eval";
/** Finds a book. */
function find(id: number, contextVariables: object, kind: "book" | "map" = "book") { return id + kind; }
const where = ({ city, limit = 3 }: { city: string; limit?: number; exact: boolean }) => city + limit;
export const clerk = new Agent({ name: "Clerk", functions: [where, find.bind(null, 1)] });
export default () => new Agent({ name: "Desk", functions: [find, where] });
`;

const program = `
import "./agents.schemas.mjs";
import { functionToJson, Swarm } from "swarm-eval";
import makeDesk, { clerk } from "./agents.js";
const requests = [];
const create = async (request) => { requests.push(request); throw new Error("asked"); };
const client = { chat: { completions: { create } } };
for (const agent of [makeDesk(), clerk]) {
  const messages = [{ role: "user", content: "Go on." }];
  await new Swarm({ client }).run({ agent, messages }).catch((error) => {
    if (error.message !== "asked") throw error;
  });
}
console.log(JSON.stringify(requests.map(({ tools }) => tools.map((each) => each.function))));
`;

/** What the functions are told as, once the program's types are gone. */
async function tools(project: Project, change = (code: string) => code): Promise<string> {
  project.write("built/agents.js", change(stripTypeScriptTypes(agents).replaceAll(/ {2,}/g, "")));
  project.write("built/main.js", program);
  const { directory } = project;
  const { stdout } = await promisify(execFile)(process.execPath, ["built/main.js"], {
    cwd: directory,
  });
  return stdout;
}

function deskProject(): Project {
  const manifest = { type: "module", devDependencies: { typescript: "7" } };
  return newProject({ "package.json": JSON.stringify(manifest), "agents.ts": agents });
}

it("writes what compiled code tells a model when it imports that", async () => {
  const project = deskProject();
  const args = ["schemas", "agents.ts", "-o", "built/agents.schemas.mjs"];
  expect(await project.swarmEval(args)).toMatchObject({
    code: 0,
    stdout: "",
    stderr: "2 agents in built/agents.schemas.mjs\n",
  });
  expect(project.read("built/agents.schemas.mjs").split("\n").slice(0, 12).join("\n"))
    .toMatchInlineSnapshot(`
    "// Made by \`swarm-eval schemas\` from the types in agents.ts: what the functions of its agents tell a model.
    // Do not edit it. Import it where the compiled program starts.
    import { registerSchemas } from "swarm-eval";

    // prettier-ignore
    registerSchemas({
      "Clerk": {
        "find": {
          "description": "Finds a book.",
          "call": "positional",
          "contextVariables": 0,
          "parameters": ["
  `);
  expect(JSON.parse(await tools(project))).toMatchInlineSnapshot(`
    [
      [
        {
          "description": "Finds a book.",
          "name": "find",
          "parameters": {
            "properties": {
              "id": {
                "type": "number",
              },
              "kind": {
                "enum": [
                  "book",
                  "map",
                ],
                "type": "string",
              },
            },
            "required": [
              "id",
            ],
            "type": "object",
          },
        },
        {
          "name": "where",
          "parameters": {
            "properties": {
              "city": {
                "type": "string",
              },
              "exact": {
                "type": "boolean",
              },
              "limit": {
                "type": "number",
              },
            },
            "required": [
              "city",
              "exact",
            ],
            "type": "object",
          },
        },
      ],
      [
        {
          "name": "where",
          "parameters": {
            "properties": {
              "city": {
                "type": "string",
              },
              "exact": {
                "type": "boolean",
              },
              "limit": {
                "type": "number",
              },
            },
            "required": [
              "city",
              "exact",
            ],
            "type": "object",
          },
        },
        {
          "description": "Finds a book.",
          "name": "find",
          "parameters": {
            "properties": {
              "kind": {
                "enum": [
                  "book",
                  "map",
                ],
                "type": "string",
              },
            },
            "required": [],
            "type": "object",
          },
        },
      ],
    ]
  `);

  const renamed = tools(project, (code) => code.replaceAll("kind", "sort"));
  await expect(renamed).rejects.toThrow(
    'The function "find" cannot be a tool as it stands: it takes (id, sort), but (id, kind) by the schemas that are registered for it.',
  );
  const added = tools(project, (code) => code.replaceAll(/\bfind\b/g, "seek"));
  await expect(added).rejects.toThrow(
    'The function "seek" cannot be a tool as it stands: its parameter "id" shows no type here',
  );
});

it("says with --check whether the file is out of date", async () => {
  const project = deskProject();
  const check = ["schemas", "agents.ts", "--check"];
  expect(await project.swarmEval(check)).toMatchObject({ code: 1 });
  expect(existsSync(join(project.directory, "agents.schemas.ts"))).toBe(false);
  await project.swarmEval(["schemas", "agents.ts"]);
  expect(await project.swarmEval(check)).toEqual({ code: 0, stdout: "", stderr: "" });
  project.write("agents.ts", agents.replace('"book" | "map"', '"book" | "map" | "disc"'));
  expect(await project.swarmEval(check)).toEqual({
    code: 1,
    stdout: "",
    stderr: "agents.schemas.ts is out of date. Write it again: npx swarm-eval schemas agents.ts\n",
  });
});

it("refuses functions that cannot be described or told apart, and files that are no modules", async () => {
  const project = deskProject();
  const clash = agents.replace(
    'export const clerk = new Agent({ name: "Clerk"',
    'new Agent({ name: "Desk"',
  );
  project.write("clash.ts", clash);
  project.write("callback.ts", agents.replace("id: number", "id: () => void"));
  const said = async (...args: string[]) => {
    const { code, stderr } = await project.swarmEval(["schemas", ...args]);
    return [code, stderr.split("\n")[0]];
  };
  expect(await said("clash.ts")).toMatchInlineSnapshot(`
    [
      2,
      "Two agents called "Desk" have functions called "find" that differ, which compiled code could not tell apart. Rename one of them, or describe it with tool().",
    ]
  `);
  expect(await said("callback.ts")).toMatchInlineSnapshot(`
    [
      2,
      "Desk failed: The function "find" cannot be a tool as it stands: its parameter "id" cannot be described: \`() => void\` is a function, which has no JSON Schema.",
    ]
  `);
  expect(await said("agents.ts", "-o", "schemas.json")).toMatchInlineSnapshot(`
    [
      2,
      "schemas.json cannot be written: it must end in .ts, .mts, .js, .mjs.",
    ]
  `);
});
