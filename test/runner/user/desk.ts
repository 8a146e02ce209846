import { onTestFinished } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

/** An agent whose instructions are what it says, reply after reply. */
const AGENTS = `
import { Agent, sequential } from "swarm-eval";
const refund = (order) => "Refunded: " + order;
const agent = (name, functions) => new Agent({ name, functions, instructions: ({ says }) => JSON.stringify(says) });
export const pair = sequential([agent("North"), agent("South")], { name: "Pair" });
export default agent("Desk", [refund]);
`;

export const USER_MODEL = "gpt-5.4-mini";

/** Words, or a call. */
export type Said = string | { readonly name: string; readonly arguments?: object };

export const end = (reason: string): Said => ({ name: "end_conversation", arguments: { reason } });

/** A case in which the user and the agent say this one after the other. */
export function talk(id: string, user: readonly Said[], agent: readonly Said[], also: object = {}) {
  return {
    id,
    user: { goal: JSON.stringify(user), model: USER_MODEL, ...also },
    context_variables: { says: agent },
    expect: { output: { contains: "Refunded" } },
  };
}

/** Says what the system message has, by how often its own side has spoken; whoever judges a user, what its persona is. */
function script({ body }: StandInRequest): StandInReply {
  const system = body.messages[0]?.content ?? "";
  if (system.startsWith("A model plays a user")) {
    const { persona } = JSON.parse(body.messages[1]?.content ?? "") as { persona: string };
    return { say: persona };
  }
  const says = JSON.parse(/^\[.*\]$/m.exec(system)?.[0] ?? "[]") as readonly Said[];
  const spoken = body.messages.filter(({ role }) => role === "assistant").length;
  const said = says[Math.min(spoken, says.length - 1)] ?? "";
  return typeof said === "string" ? { say: said } : { calls: [said] };
}

/** A desk whose users and agents a stand-in plays, and `run`, which plays its cases by the command line. */
export async function desk(...cases: readonly object[]) {
  const server = await startStandIn(script);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/desk.ts": AGENTS, "evals/desk.jsonl": jsonl(...cases) });
  return {
    server,
    project,
    async run(...flags: readonly string[]) {
      const finished = await project.swarmEval(["run", "evals/desk.jsonl", ...flags], {
        OPENAI_BASE_URL: server.baseUrl,
      });
      if (finished.code === 2) throw new Error(finished.stderr);
      const result = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
      const trials = new Map(
        result.cases.map(({ id, trials: [trial] }) => [id, trial as TrialResult]),
      );
      return { ...finished, result, trials };
    },
  };
}
