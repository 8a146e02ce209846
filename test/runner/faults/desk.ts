import { onTestFinished } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

/** A desk that refunds orders, and a world that has each refund. */
const AGENTS = `
import { Agent, firstOf } from "swarm-eval";
/** A client of one's own, of which only the answers are known. */
const ask = async (body: object) => {
  const headers = { "content-type": "application/json" };
  const url = process.env.OPENAI_BASE_URL + "/chat/completions";
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
};
const client = { chat: { completions: { create: ask } } };
export default function desk({ world }: { world?: string }) {
  const refunds: string[] = [];
  const times: number[] = [];
  function refund(order: string) {
    refunds.push(order);
    times.push(Date.now());
    return world === "silent" ? undefined : { refunded: order, amount: 40 };
  }
  const own =
    world === "providers"
      ? { client: firstOf([{ client, model: "first" }, { client, model: "second" }]) }
      : world === "responses" ? { api: "responses" as const } : {};
  const agent = new Agent({ name: "Desk", functions: [refund], ...own });
  return { agent, state: () => ({ refunds: [...refunds], times: times.map((time) => time - (times[0] ?? 0)) }) };
}
`;

/** What the desk does once it was asked: the first word of its user says it. */
function behave({ body }: StandInRequest): StandInReply {
  const from = body.messages.findLastIndex(({ role }) => role === "user");
  const [how = ""] = String(body.messages[from]?.content).split(" ");
  const answers = body.messages.slice(from + 1).filter(({ role }) => role === "tool");
  const refund = { calls: [{ name: "refund", arguments: { order: "A7" } }] };
  if (how === "hurries" && answers.length === 0)
    return { calls: [...refund.calls, ...refund.calls] };
  const done = { say: "A7 is refunded." };
  if (how === "ignores") return done;
  if (how === "mistypes" && answers.length === 0)
    return { calls: [{ name: "refund", arguments: {} }] };
  const last = String(answers.at(-1)?.content ?? "");
  const isFine = last.includes('"amount":40');
  if (answers.length === 0 || how === "mistypes")
    return isFine || answers.length > 1 ? done : refund;
  if (how === "lies" || isFine) return how === "mumbles" ? { say: "That did not work." } : done;
  if (how === "confesses") return { say: "A7 could not be refunded." };
  return answers.length < 4 ? refund : { say: "I give up." };
}

/** What is expected of a case where all goes well. */
export const ALL_WELL = { state: { refunds: ["A7"] }, output: { contains: "is refunded" } };

/** Plays cases of the desk on the command line; each expects that all goes well unless it says something else. */
export async function faultyDesk(...cases: readonly object[]) {
  const server = await startStandIn(behave);
  onTestFinished(() => server.close());
  const lines = cases.map((one, index) => ({
    id: `case-${index + 1}`,
    ...("turns" in one ? {} : { expect: ALL_WELL }),
    ...one,
  }));
  const project = newProject({ "evals/desk.ts": AGENTS, "evals/desk.jsonl": jsonl(...lines) });
  const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" };
  const command = (name: string, ...flags: readonly string[]) =>
    project.swarmEval([name, "evals/desk.jsonl", ...flags], environment);
  const run = async (traffic: string, ...flags: readonly string[]) => {
    const played = await command("run", "--traffic", traffic, ...flags);
    if (played.code === 2) throw new Error(played.stderr);
    const result = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
    const trials = result.cases.flatMap(({ trials: of }) => of);
    return { ...played, result, trials, outcomes: trials.map(outcomeOf) };
  };
  return { server, project, command, run };
}

/** What a trial came to, and what became of its faults: `failed: not_recovered`. */
function outcomeOf({ verdict, faults = [] }: TrialResult): string {
  return `${verdict}: ${faults.map(({ outcome }) => outcome).join(", ")}`;
}
