import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";

/** The tool puts what the case's id names into the context variables and the state. */
const AGENTS = `
import { Agent, Result, scriptedClient } from "swarm-eval";
class Counter { #count = 1; }
const VALUES = {
  set: new Set(["A7"]),
  nan: 0 / 0,
  counter: new Counter(),
  callback: () => 1,
  keys: JSON.parse('{"__proto__":{"paid":true},"constructor":1,"prototype":[]}'),
};
export default ({ id }) => {
  const kept = { seen: [] };
  const look = (contextVariables) => {
    kept.seen = kept.own = VALUES[id];
    return id === "keys"
      ? new Result({ value: JSON.stringify(contextVariables), contextVariables: VALUES.keys })
      : new Result({ contextVariables: { ...contextVariables, seen: VALUES[id] } });
  };
  const script = [{ toolCalls: [{ name: "look" }] }, { toolCalls: [{ name: "look" }] }, "Done."];
  const agent = new Agent({ functions: [look], client: scriptedClient(script) });
  return { agent, state: () => (id.startsWith("state") ? { orders: [VALUES[id.slice(6)]] } : kept) };
};
`;

const kept = { seen: { $unchanged: true }, gone: { $absent: true } };

it("compares what JSON has a form for, and ends the trial in which a value has none", async () => {
  const given = (id: string, expected: object) => ({
    id,
    user: "Look.",
    context_variables: { seen: [] },
    expect: { context_variables: expected },
  });
  const own = JSON.parse('{"__proto__":{"paid":true},"constructor":1,"prototype":[]}') as object;
  const project = newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      given("set", kept),
      given("nan", kept),
      given("counter", kept),
      given("callback", kept),
      given("state-counter", kept),
      { ...given("keys", own), context_variables: JSON.parse('{"__proto__":{"paid":false}}') },
    ),
  });
  const { stderr } = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live"]);
  expect(stderr).toBe("");
  const { cases } = JSON.parse(project.read("reports/shop.json")) as SuiteResult;
  const told = cases.map(({ id, trials: [trial] }) => {
    const [check] = trial?.checks ?? [];
    return `${id} ${trial?.verdict}: ${trial?.error?.message ?? check?.reason}`;
  });
  expect(told).toMatchInlineSnapshot(`
    [
      "set failed: seen: expected it to stay [], got ["A7"]",
      "nan errored: context_variables.seen is NaN, which JSON has not. Write null or a text in its place.",
      "counter errored: context_variables.seen is an instance of Counter, which JSON has not. Give it a toJSON() that returns what is to be compared, or leave it out.",
      "callback errored: context_variables.seen is a function, which JSON has not. Leave it out.",
      "state-counter errored: state.orders[0] is an instance of Counter, which JSON has not. Give it a toJSON() that returns what is to be compared, or leave it out.",
      "keys passed: context_variables: {"__proto__":{"paid":true},"constructor":1,"prototype":[]}",
    ]
  `);
  const [, keys] =
    cases.at(-1)?.trials[0]?.steps.filter(({ type }) => type === "tool_result") ?? [];
  expect(keys).toMatchObject({ content: JSON.stringify(own) });
});
