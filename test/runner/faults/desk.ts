import { onTestFinished } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

/** A desk that refunds orders, and a world that has each refund. */
const AGENTS = `
import { Agent } from "swarm-eval";
export default function desk() {
  const refunds: string[] = [];
  function refund(order: string) {
    refunds.push(order);
    return { refunded: order, amount: 40 };
  }
  function nothing() {}
  const agent = new Agent({ name: "Desk", functions: [refund, nothing] });
  return { agent, state: () => ({ refunds: [...refunds] }) };
}
`;

/** What the desk does once it was asked: the first word of its user says it. */
function behave({ body }: StandInRequest): StandInReply {
  const from = body.messages.findLastIndex(({ role }) => role === "user");
  const [how = ""] = String(body.messages[from]?.content).split(" ");
  const answers = body.messages.slice(from + 1).filter(({ role }) => role === "tool");
  const refund = { calls: [{ name: "refund", arguments: { order: "A7" } }] };
  const done = { say: "A7 is refunded." };
  if (how === "ignores" || (how === "greets" && answers.length === 0)) return done;
  if (answers.length === 0) return refund;
  if (how === "mistypes" && answers.length === 1)
    return { calls: [{ name: "refund", arguments: {} }] };
  const isFine = String(answers.at(-1)?.content).includes('"amount":40');
  if (how === "lies" || isFine) return how === "mumbles" ? { say: "That did not work." } : done;
  if (how === "confesses") return { say: "A7 could not be refunded." };
  return answers.length < 4 ? refund : { say: "I give up." };
}

/** Plays cases of the desk on the command line, each with what is expected where all goes well unless it says so itself. */
export async function faultyDesk(...cases: readonly object[]) {
  const server = await startStandIn(behave);
  onTestFinished(() => server.close());
  const expect = { state: { refunds: ["A7"] }, output: { contains: "is refunded" } };
  const lines = cases.map((one, index) => ({ id: `case-${index + 1}`, expect, ...one }));
  const project = newProject({ "evals/desk.ts": AGENTS, "evals/desk.jsonl": jsonl(...lines) });
  const environment = { OPENAI_BASE_URL: server.baseUrl };
  const run = async (...flags: readonly string[]) => {
    const played = await project.swarmEval(["run", "evals/desk.jsonl", ...flags], environment);
    if (played.code === 2) throw new Error(played.stderr);
    const result = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
    const trials = result.cases.flatMap(({ trials: of }) => of);
    return { ...played, result, trials, outcomes: trials.map(outcomeOf) };
  };
  return { server, project, run };
}

/** What a trial came to, and what became of its faults: `failed: not_recovered`. */
export function outcomeOf({ verdict, faults = [] }: TrialResult): string {
  return `${verdict}: ${faults.map(({ outcome }) => outcome).join(", ")}`;
}
