import { execFile } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { startStandIn } from "../support/stand-in.ts";
import { CASES, shapeProject } from "./shapes/shape.ts";
import { BUILDS, program } from "./shapes/builds.ts";
import { SHAPES } from "./shapes/index.ts";

it.each(Object.keys(SHAPES) as (keyof typeof SHAPES)[])(
  "loads, records, replays and builds a project with %s",
  async (name) => {
    const shape = SHAPES[name];
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

    const main = join(dirname(shape.agents), "main.ts");
    project.write(main, program(`./${basename(shape.agents)}`));
    const built = await BUILDS[name](main, shape.agents, project);
    await promisify(execFile)(process.execPath, [built], {
      cwd: project.directory,
      env: { ...environment, OPENAI_API_KEY: "none" },
    });
    const tools = server.requests.map(({ body }) => JSON.stringify(body.tools));
    expect(tools).toHaveLength(3);
    expect(tools[2]).toBe(tools[0]);
  },
);
