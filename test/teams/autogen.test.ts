import { describe, expect, it, onTestFinished } from "vitest";
import { inWorkspace, Workspace } from "../../src/code/workspace.ts";
import { Swarm, type Message, type Step } from "../../src/index.ts";
import { contentText } from "../../src/trajectory/content.ts";
import { readPage, rowsOf } from "../docs/page.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";
import { asTeam } from "./autogen/as-team.ts";
import {
  MADE_BY,
  providersOf,
  SCENARIOS,
  type Outcome,
  type Scenario,
  type ScriptedAnswer,
} from "./autogen/scenario.ts";

const PAGE = readPage("docs/teams.md");
const PURPOSES = new Set(
  rowsOf(PAGE)
    .filter(({ heading }) => heading === "What differs on purpose")
    .map(({ cells: [there = ""] }) => there),
);

describe("what AutoGen 0.2 itself did", () => {
  it.each(SCENARIOS.map((one) => [one.id, one] as const))(
    "is what a team does: %s",
    async (_, scenario) => {
      const { observed, here = {}, differs = [] } = scenario;
      expect(await play(scenario)).toEqual(withoutNull({ ...observed, ...here }));
      // What is another is so on purpose, and the docs say so.
      expect(differs.length > 0).toBe(Object.keys(here).length > 0);
      expect(differs.filter((row) => !PURPOSES.has(row))).toEqual([]);
    },
  );

  it("is another in no part that a scenario says to be another", () => {
    for (const { observed, here = {} } of SCENARIOS)
      for (const [key, value] of Object.entries(here))
        expect(value).not.toEqual(observed[key as keyof Outcome] ?? null);
  });

  it("is the same in as many scenarios as the docs say", () => {
    const same = SCENARIOS.filter(({ here }) => here === undefined);
    expect(PAGE).toContain(`[${SCENARIOS.length} scenarios]`);
    expect(PAGE).toContain(`Teams do the same in ${same.length}:`);
  });

  it("was observed in all that AutoGen is introduced by", () => {
    expect(MADE_BY).toMatchObject({ package: "autogen-agentchat", version: "0.2.40" });
    const topics = SCENARIOS.flatMap((scenario) => scenario.topics);
    const counts = [...Map.groupBy(topics, String)].map(([topic, { length }]) => [topic, length]);
    expect(Object.fromEntries(counts)).toEqual({
      "local execution": 10,
      "joint chat": 8,
      "human input": 7,
      termination: 5,
      "two agents": 2,
      "result and cost": 3,
      "turn limit": 2,
      providers: 2,
      asynchronous: 2,
      sequential: 1,
      "image → prompt": 1,
      "manager, writer and critic": 1,
    });
  });
});

async function play(scenario: Scenario): Promise<Outcome> {
  const left = new Map(
    scenario.members.flatMap(providersOf).map(({ model, says }) => [model, [...says]]),
  );
  const requests: Outcome["requests"][number][] = [];
  const server = await startStandIn((request) => {
    requests.push(seen(request));
    return completion(request, left.get(request.body.model)?.shift() ?? "");
  });
  onTestFinished(() => server.close());
  const answers = [...(scenario.human ?? [])];
  const ask = (): Promise<string | undefined> => Promise.resolve(answers.shift());
  let outcome: Omit<Outcome, "requests"> = {};
  await using workspace = new Workspace();
  try {
    for (let time = 1; time <= (scenario.times ?? 1); time++)
      outcome = await inWorkspace(workspace, () => playOnce(scenario, server.baseUrl, ask));
  } catch (error) {
    outcome = { error: (error as Error).constructor.name };
  }
  const asked = (scenario.human ?? []).length - answers.length;
  return {
    ...outcome,
    // What is asked at once comes in any order.
    requests:
      scenario.chats === undefined ? requests : requests.toSorted((a, b) => (a[0] < b[0] ? -1 : 1)),
    ...(scenario.human === undefined ? {} : { asked }),
  };
}

async function playOnce(
  scenario: Scenario,
  baseUrl: string,
  ask: () => Promise<string | undefined>,
): Promise<Omit<Outcome, "requests">> {
  const { message, compare = [] } = scenario;
  const content = typeof message === "string" ? message : message.content;
  const events = new Swarm().events({
    agent: asTeam(scenario, baseUrl),
    messages: [{ role: "user", content } as Message],
    ask,
  });
  const steps: Step[] = [];
  let next = await events.next();
  for (; !next.done; next = await events.next()) steps.push(next.value as Step);
  const replies = steps.filter((step) => step.type === "reply");
  const said = steps.flatMap((step): (readonly [string, string])[] => {
    if (step.type === "said") return [[step.agent, step.content]];
    if (step.type !== "reply" || step.aside === true || step.agent === "summary") return [];
    return [[step.agent, contentText(step.message.content)]];
  });
  const tokens = replies.map(
    ({ usage }) => (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0),
  );
  return {
    said,
    ...(compare.includes("summary")
      ? { summary: contentText(next.value.messages.at(-1)?.content ?? "") }
      : {}),
    ...(compare.includes("tokens") ? { tokens: tokens.reduce((sum, one) => sum + one, 0) } : {}),
  };
}

/** Whom to give the floor to, and what it all came to, is asked in other words there. */
const ASIDES = /should speak next\?|Summarize the takeaway/;

function seen({ body: { model, messages } }: StandInRequest): Outcome["requests"][number] {
  if (messages.some(({ content }) => ASIDES.test(String(content)))) return [model];
  const heard = messages.filter(({ role }) => role !== "system");
  return [model, ...heard.map(({ role, content }) => [role, content])];
}

function completion({ body: { model } }: StandInRequest, answer: ScriptedAnswer): StandInReply {
  if (typeof answer !== "string")
    return { ...answer, raw: JSON.stringify({ error: { message: "It is down." } }) };
  const message = { role: "assistant", content: answer };
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  return {
    raw: JSON.stringify({ id: "1", object: "chat.completion", created: 0, model, choices, usage }),
  };
}

/** The same without what is null, by which a scenario says that there is none of it here. */
function withoutNull(outcome: { readonly [Key in keyof Outcome]: Outcome[Key] | null }): Outcome {
  const entries = Object.entries(outcome).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as unknown as Outcome;
}
