import { onTestFinished } from "vitest";
import { newProject, type Project } from "../../support/project.ts";
import { startStandIn, type StandIn, type StandInReply } from "../../support/stand-in.ts";

/**
 * A program of nobody's framework: two agents with a loop of their own, who hand on as Swarm's do. `\`tell\`` is what it
 * writes beside its reply, `atFirst` what it writes before it reads anything; both are JavaScript.
 */
export function deskProgram({ atFirst = "", tell = "{ agent: active }" } = {}): string {
  return `
import { createInterface } from "node:readline";
const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env;
const instructions = { Triage: "You are the triage.", Refunds: "You refund." };
const state = { A7: "delivered" };
let active = "Triage";
const tools = {
  transferToRefunds() { active = "Refunds"; return { assistant: "Refunds" }; },
  refund({ order }) {
    if (!(order in state)) return "Error: There is no order " + order + ".";
    state[order] = "refunded";
    return order + " is refunded.";
  },
};
async function ask(messages, options = {}) {
  const reply = await fetch(OPENAI_BASE_URL + "/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer " + OPENAI_API_KEY },
    body: JSON.stringify({
      model: "gpt-5.4",
      messages: [{ role: "system", content: instructions[active] }, ...messages],
      tools: Object.keys(tools).map((name) => ({ type: "function", function: { name, parameters: {} } })),
      ...options,
    }),
  });
  if (!reply.ok) throw new Error("The API answered " + reply.status);
  return (await reply.json()).choices[0].message;
}
const say = (line) => console.log(JSON.stringify(line));
console.log("The desk is open.");
${atFirst}
const messages = [];
let first;
for await (const line of createInterface({ input: process.stdin })) {
  const { user, ...given } = JSON.parse(line);
  if (user === undefined) {
    first = given;
    continue;
  }
  messages.push({ role: "user", content: user });
  for (;;) {
    const message = await ask(messages);
    messages.push({ ...message, refusal: undefined });
    const { content: reply, tool_calls: calls = [] } = message;
    if (calls.length === 0) {
      say({ reply, ...(${tell}) });
      break;
    }
    for (const { id, function: { name, arguments: text } } of calls) {
      const result = tools[name](JSON.parse(text));
      const content = typeof result === "string" ? result : JSON.stringify(result);
      messages.push({ role: "tool", tool_call_id: id, content });
    }
  }
}
`;
}

/** A case that the program plays. */
export function deskCase(id: string, more: object = {}): object {
  const expect = { output: { contains: "A7" } };
  return { id, command: ["node", "desk.mjs"], user: "Refund A7.", expect, ...more };
}

/** A project with these cases and the program beside them. */
export function deskProject(
  cases: readonly object[],
  program = deskProgram(),
  files: Readonly<Record<string, string>> = {},
): Project {
  return newProject({
    "evals/desk.jsonl": cases.map((one) => `${JSON.stringify(one)}\n`).join(""),
    "evals/desk.mjs": program,
    ...files,
  });
}

/** A model that hands on, refunds what the user names, and says so. */
export async function deskModel(
  script: (count: number) => StandInReply | undefined = () => undefined,
): Promise<StandIn> {
  const server = await startStandIn(({ body: { messages } }) => {
    const said = messages.findLastIndex(({ role }) => role === "user");
    const order = /[A-Z]\d/.exec(String(messages[said]?.content))?.[0] ?? "";
    const count = messages.slice(said).filter(({ role }) => role === "assistant").length;
    const replies: StandInReply[] = [
      { calls: [{ name: "transferToRefunds", arguments: {} }] },
      { calls: [{ name: "refund", arguments: { order } }] },
      { say: `${order} is refunded.` },
    ];
    return script(count) ?? replies[count] ?? { say: "That is all." };
  });
  onTestFinished(() => server.close());
  return server;
}

/** Records the desk's suite. */
export function record(
  project: Project,
  { baseUrl }: StandIn,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ReturnType<Project["swarmEval"]> {
  const run = ["run", "evals/desk.jsonl", "--traffic", "record", ...args];
  return project.swarmEval(run, { OPENAI_BASE_URL: baseUrl, ...environment });
}

export function replay(
  project: Project,
  args: readonly string[] = [],
): ReturnType<Project["swarmEval"]> {
  return project.swarmEval(["run", "evals/desk.jsonl", ...args]);
}
