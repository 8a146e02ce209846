import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";
import { GREETING, REFUND, SHOP } from "../cli/shop.ts";

/** Names that no agent of the shop has, one in each place where a name may stand. */
const MISSPELT = [
  { id: "a", user: "Hi!", expect: { tool_calls: ["refnd"], not_called: ["escalate"] } },
  {
    id: "b",
    turns: [
      {
        user: "Hi!",
        expect: {
          tool_calls: { mode: "any_order", calls: [{ name: "refund", agent: "Refund" }] },
          agent: "Tirage",
        },
      },
    ],
    expect: {
      handoffs: { route: ["Refnds"], never: [["Triage", "Sales"]] },
      final_agent: "refunds",
      not_called: ["refnd", "transferToRefunds"],
    },
  },
];

it("warns of names in expectations that no agent has, once each, with the nearest", async () => {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...MISSPELT) });
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect(stderr).toMatchInlineSnapshot(`
    "evals/shop.jsonl:1:48: warning: no agent that was made has a tool "refnd". Did you mean "refund"?
    evals/shop.jsonl:1:71: warning: no agent that was made has a tool "escalate".
    evals/shop.jsonl:2:111: warning: no agent that was made is called "Refund". Did you mean "Refunds"?
    evals/shop.jsonl:2:131: warning: no agent that was made is called "Tirage". Did you mean "Triage"?
    evals/shop.jsonl:2:174: warning: no agent that was made is called "Refnds". Did you mean "Refunds"?
    evals/shop.jsonl:2:203: warning: no agent that was made is called "Sales".
    evals/shop.jsonl:2:228: warning: no agent that was made is called "refunds". Did you mean "Refunds"?
    "
  `);
  expect(code).toBe(0);
  const run = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(run.stderr.replace(/^To record .*\n/m, "")).toBe(stderr);
});

it("warns of nothing that there is, nor of an unknown tool whose call is to fail", async () => {
  const failing = { tool_calls: [{ name: "refundAll", error: true }], agent: "Triage" };
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(REFUND, GREETING, { id: "a", user: "Hi!", expect: failing }),
  });
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

it("says nothing of names in cases that are not played", async () => {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, ...MISSPELT),
  });
  const { stderr } = await project.swarmEval(["run", "evals/shop.jsonl", "-t", "greeting"]);
  expect(stderr).not.toContain("warning");
});

it("knows an agent that a tool makes once it was made", async () => {
  const agents = `
import { Agent } from "swarm-eval";
const transferToClerk = () => new Agent({ name: "Clerk" });
export default new Agent({ name: "Triage", functions: [transferToClerk] });
`;
  const project = newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl({ id: "a", user: "Hi!", expect: { agent: "Clerk" } }),
  });
  const server = await startStandIn(({ body }) =>
    body.messages.at(-1)?.role === "user"
      ? { calls: [{ name: "transferToClerk" }] }
      : { say: "Hello!" },
  );
  onTestFinished(() => server.close());
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(recorded.code).toBe(0);
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

it("says nothing of names where no agent was made", async () => {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(MISSPELT[0] ?? {}),
    "fixtures/shop/a.1.jsonl": "",
  });
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
});
