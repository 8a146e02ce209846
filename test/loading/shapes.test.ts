import { expect, it, onTestFinished } from "vitest";
import { startStandIn } from "../support/stand-in.ts";
import { CASES, shapeProject } from "./shapes/shape.ts";
import { SHAPES } from "./shapes/index.ts";

it.each(Object.keys(SHAPES))("loads, records and replays a project with %s", async (name) => {
  const shape = SHAPES[name]!;
  const project = shapeProject(shape);
  const server = await startStandIn(({ body: { messages } }) => {
    const last = messages.at(-1);
    if (last?.role === "tool") return { say: `It is ${String(last.content)}.` };
    return { calls: [{ name: shape.call.name, arguments: shape.call.arguments }] };
  });
  onTestFinished(() => server.close());
  const args = [CASES, "--agents", shape.agents];
  const validated = await project.swarmEval(["validate", ...args]);
  expect(validated).toMatchObject({ code: 0, stderr: "" });
  const environment = { OPENAI_BASE_URL: server.baseUrl };
  const recorded = await project.swarmEval(["run", ...args, "--traffic", "record"], environment);
  expect(recorded.stdout + recorded.stderr).toContain("1 passed");
  const replayed = await project.swarmEval(["run", ...args]);
  expect(replayed).toMatchObject({ code: 0 });
  expect(server.requests).toHaveLength(2);
});
