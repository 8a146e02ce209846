import { expect, it } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";

it("shows a module's warnings, but not what Node says of its own features", async () => {
  const project = newProject({
    "evals/mute.ts": `
      import "node:wasi";
      import { Agent, scriptedClient } from "swarm-eval";
      process.emitWarning("The shop closes at six.");
      process.emitWarning(new Error("No stock."));
      process.emitWarning("The till is old.", { type: "TillWarning", code: "T1" });
      process.emitWarning("Tills", { type: "ExperimentalWarning" });
      export default () => new Agent({ client: scriptedClient(["Hello."]) });`,
    "evals/mute.jsonl": jsonl({ id: "a", user: "Hi!", expect: { output: { contains: "Hello" } } }),
  });
  const { code, stderr } = await project.start(["run", "evals/mute.jsonl", "--traffic", "live"])
    .finished;
  expect(code).toBe(0);
  expect(stderr.replaceAll(/\(node:\d+\) /g, "")).toBe(
    [
      "Warning: The shop closes at six.",
      "(Use `node --trace-warnings ...` to show where the warning was created)",
      "Error: No stock.",
      "[T1] TillWarning: The till is old.",
      "",
    ].join("\n"),
  );
});
