import { expect, it } from "vitest";
import { Coverage } from "../../src/coverage/coverage.ts";
import { Agent, Result, Swarm, scriptedClient } from "../../src/index.ts";
import { isStep } from "../../src/swarm/floor.ts";
import type { TrajectoryStep } from "../../src/trajectory/trajectory.ts";

const refunds = new Agent({ name: "Refunds" });
const desks = new Map([["refunds", refunds]]);

/** What a run of one turn covers, in which the only agent calls its only function. */
async function covered(route: () => unknown) {
  const triage = new Agent({ name: "Triage", functions: [route as () => string] });
  const client = scriptedClient([{ toolCalls: [{ name: "route" }] }, "Done."]);
  const steps: TrajectoryStep[] = [];
  const messages = [{ role: "user", content: "Hi!" }];
  for await (const event of new Swarm({ client }).events({ agent: triage, messages }))
    if (isStep(event)) steps.push({ ...event, turn: 1, at: 0 });
  const coverage = new Coverage({ withCases: false });
  coverage.enter(triage);
  await coverage.know([triage, refunds]);
  coverage.add("a", {}, { starting_agent: "Triage", steps, context_variables: {} });
  return coverage.result();
}

it.each([
  ["an agent out of a table", () => desks.get("refunds")],
  [
    "a result with an answer of its own",
    () => {
      const agent = desks.get("refunds");
      return new Result({ value: "They know more.", ...(agent && { agent }) });
    },
  ],
])("does not know where else a function leads that returned %s", async (_, returned) => {
  const route = () => returned();
  const { handoffs, unresolved } = await covered(route);
  expect(handoffs).toMatchObject([{ from: "Triage", to: "Refunds", covered: true }]);
  expect(unresolved).toMatchObject([{ about: "handoffs", function: "route" }]);
});

it("takes a function that was only ever seen to answer for a tool, whatever its source leaves open", async () => {
  const answer = () => "42";
  const route = () => answer();
  const { handoffs, tools, unresolved } = await covered(route);
  expect(handoffs).toEqual([]);
  expect(tools).toMatchObject([{ tool: "route", covered: true }]);
  expect(unresolved).toEqual([]);
});
