import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished } from "../../support/project.ts";
import { seeded } from "../../support/random.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

const DESK = `
import { Agent } from "swarm-eval";
export default () => {
  function lookUp(order: string) { return "delivered"; }
  function refund(order: string) { return "refunded"; }
  function replace(order: string) { return "replaced"; }
  const desk = new Agent({
    name: "Desk",
    instructions: "Be kind. Replace what is broken. Look up orders that you do not know.\\nBe brief.",
    functions: [lookUp, refund, replace],
  });
  function transferToDesk() { return desk; }
  return new Agent({ name: "Triage", instructions: "Hand over all that is an order.", functions: [transferToDesk] });
};`;

const CASE = {
  id: "damaged",
  tags: ["orders"],
  turns: [
    { user: "Hello! I hope that you are well.", expect: { handoffs: [] } },
    { user: "I bought a lamp for my desk. It came broken on Monday, in order A7." },
    { user: "It was a present. My sister likes it a lot." },
    { user: "Please refund it to my card.", expect: { tool_calls: ["refund"] } },
    { user: "Thank you, goodbye!" },
  ],
  expect: { final_agent: "Desk" },
};

/** Replaces what it should refund if something is broken, and its agent may and should replace that. */
function clerk({ body }: StandInRequest): StandInReply {
  const { messages, tools = [] } = body;
  const names = tools.map(({ function: tool }) => tool.name);
  const last = messages.at(-1);
  const has = (role: string, word: string): boolean =>
    messages.some((one) => one.role === role && one.content?.includes(word) === true);
  if (last?.role === "tool" && last.content !== "" && !has("tool", "Desk")) return { say: "Done." };
  if (names.includes("transferToDesk"))
    return has("user", "broken") || has("user", "refund")
      ? { calls: [{ name: "transferToDesk" }] }
      : { say: "Hello!" };
  if (last?.role === "user" && last.content?.includes("refund") === true) {
    const replaces = has("user", "broken") && has("system", "Replace") && names.includes("replace");
    return { calls: [{ name: replaces ? "replace" : "refund", arguments: { order: "A7" } }] };
  }
  return { say: "I see." };
}

async function desk(script: (request: StandInRequest) => StandInReply, cases: object = CASE) {
  const project = newProject({ "evals/desk.ts": DESK, "evals/desk.jsonl": jsonl(cases) });
  const server = await startStandIn(script);
  onTestFinished(() => server.close());
  const swarmEval = (...args: string[]): Promise<Finished> =>
    project.swarmEval(args, { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" });
  return {
    project,
    server,
    swarmEval,
    shrink: (...more: string[]): Promise<Finished> =>
      swarmEval("shrink", "damaged", "evals/desk.jsonl", ...more),
  };
}

it("leaves only the turns, words, tools and instructions that a failure needs", async () => {
  const { shrink } = await desk(clerk);
  const { code, stdout } = await shrink();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ turns: [{ user: "broken" }, { user: "refund" }] });
});
