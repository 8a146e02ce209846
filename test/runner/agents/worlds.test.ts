import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";

const ZOD = fileURLToPath(new URL("../../../node_modules/zod", import.meta.url));

/** A clerk who takes the last order of the world off it. */
const CLERK = `
import { Agent, scriptedClient } from "swarm-eval";
import { z } from "zod";

export const worldSchema = z.object({
  orders: z.array(z.object({ id: z.string() })),
  day: z.string().default("Monday"),
});

export default ({ id, trial, world }) => {
  function cancel() {
    world.orders.pop();
    return "Done.";
  }
  const client = scriptedClient([{ toolCalls: [{ name: "cancel" }] }, "Cancelled."]);
  const agent = new Agent({ name: "Clerk", functions: [cancel], client });
  return { agent, state: () => ({ id, trial, ...world }) };
};
`;

const TWO = {
  id: "two",
  world: { orders: [{ id: "A7" }, { id: "A8" }] },
  user: "Cancel A8.",
  expect: { state: { orders: [{ id: "A7" }], day: "Monday" } },
};

function project(agents: string, ...cases: readonly object[]): Project {
  const made = newProject({ "evals/clerk.ts": agents, "evals/clerk.jsonl": jsonl(...cases) });
  symlinkSync(ZOD, join(made.directory, "node_modules", "zod"));
  return made;
}

describe("the world of a case", () => {
  it("reaches the factory as the module's schema gives it, anew for each trial", async () => {
    const flags = ["run", "evals/clerk.jsonl", "--trials", "3", "--concurrency", "1"];
    const { code, stdout } = await project(CLERK, TWO).swarmEval(flags);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("3 passed") as string,
    });
  });

  it("is refused where it does not fit, before anything is played", async () => {
    const wrong = { ...TWO, id: "wrong", world: { orders: [{ id: "A7" }, { id: 8 }, {}] } };
    const { world: _, ...none } = { ...TWO, id: "none" };
    const made = project(CLERK, TWO, wrong, none);
    for (const command of ["validate", "run"]) {
      const { code, stderr, stdout } = await made.swarmEval([command, "evals/clerk.jsonl"]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatchInlineSnapshot(`
        "evals/clerk.jsonl:2:52: world.orders[1].id: Invalid input: expected string, received number.
        evals/clerk.jsonl:2:55: world.orders[2].id: Invalid input: expected string, received undefined.
        evals/clerk.jsonl:3:1: world: the agents module needs one: Invalid input: expected object, received undefined.
        "
      `);
    }
    const { code } = await made.swarmEval(["run", "evals/clerk.jsonl", "-t", "two"]);
    expect(code).toBe(0);
  });

  it.each([
    [
      "an agent",
      "export default new Agent();",
      "evals/clerk.jsonl:1:21: world: evals/clerk.ts would ignore it: its default export is an agent, and only a function is given the world.",
    ],
    [
      "a factory without a parameter",
      "export default async function () { return new Agent(); }",
      "evals/clerk.jsonl:1:21: world: evals/clerk.ts would ignore it: its factory has no parameter, such as { world }.",
    ],
    [
      "a schema and an agent",
      "export const worldSchema = z.any(); export default new Agent();",
      "evals/clerk.ts has a worldSchema, but its default export is an agent, and only a function is given the world.",
    ],
    [
      "a schema that is none",
      "export const worldSchema = { orders: [] }; export default (x) => x;",
      "The worldSchema of evals/clerk.ts is no schema. Export one that follows Standard Schema, such as z.object({ orders: z.array(z.string()) }).",
    ],
  ])("is refused by %s", async (_, agents, problem) => {
    const imports = 'import { Agent } from "swarm-eval";\nimport { z } from "zod";\n';
    const { code, stderr } = await project(imports + agents, TWO).swarmEval([
      "validate",
      "evals/clerk.jsonl",
    ]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${problem}\n` });
  });

  it("goes to a factory that says nothing of its parameter's type", async () => {
    const agents = CLERK.replace(/export const worldSchema[^;]*;/, "").replace(
      "({ id, trial, world }) => {",
      "async function (input) { const { id, trial, world } = input;",
    );
    const day = { ...TWO, world: { ...TWO.world, day: "Monday" } };
    const { code } = await project(agents, day).swarmEval(["run", "evals/clerk.jsonl"]);
    expect(code).toBe(0);
  });
});
