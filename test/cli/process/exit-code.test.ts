import { expect, it } from "vitest";
import { EXIT, worst } from "../../../src/cli/process/exit-code.ts";
import { newProject } from "../../support/project.ts";

it("is the first of those that apply, in the order of the documentation", () => {
  const order = [2, 70, 130, 5, 4, 3, 1, 0];
  for (const [index, code] of order.entries())
    expect(worst(order.slice(index).toReversed())).toBe(code);
  expect(Object.values(EXIT).sort((a, b) => a - b)).toEqual(order.toSorted((a, b) => a - b));
  expect(worst([])).toBe(0);
});

it("is 70, with a stack, for a fault of our own", async () => {
  const breaking = `
import { Agent } from "swarm-eval";
export default () => {
  JSON.stringify = () => { throw new Error("Broken."); };
  return new Agent();
};
`;
  const project = newProject({
    "evals/shop.ts": breaking,
    "evals/shop.jsonl": '{"id":"hello","user":"Hi!","expect":{"tool_calls":[]}}\n',
  });
  const { code, stderr } = await project.start(["run", "evals/shop.jsonl"]).finished;
  expect(stderr).toMatch(
    /^This is a bug in swarm-eval \S+, not in what you asked for\. Please report it with this stack:\nError: Broken\.\n +at /,
  );
  expect(code).toBe(70);
});
