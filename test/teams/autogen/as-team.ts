import { OpenAI } from "openai";
import {
  Agent,
  allowed,
  chat,
  chosenBy,
  concurrent,
  firstOf,
  graph,
  groupChat,
  roundRobin,
  says,
  sequential,
  userProxy,
  type Member,
  type Speaker,
} from "../../../src/index.ts";
import { localExecutor } from "../../../src/code.ts";
import { providersOf, type Scenario, type ScriptedMember } from "./scenario.ts";

const UNTIL = says("TERMINATE");

/** The team that plays a scenario, whose models are at an address. */
export function asTeam(scenario: Scenario, baseURL: string): Member {
  // Here, every chat needs an end.
  const { from, to, max_turns: maxTurns = 9, nested, group, chats, members } = scenario;
  const speakers = new Map(members.map((member) => [member.name, speakerOf(member, baseURL)]));
  const speaker = (name: string): Speaker => {
    const found = speakers.get(name);
    if (found === undefined) throw new Error(`There is no member ${name}.`);
    return found;
  };
  if (group !== undefined) return asGroup(group);
  if (chats !== undefined) return asWorkflow(chats);
  const initiator =
    nested === undefined
      ? speaker(from)
      : sequential([speaker(nested)], { name: from, summary: "last" });
  const summary =
    scenario.summary_method === undefined
      ? undefined
      : new Agent({
          name: "summary",
          model: to,
          client: clientAt(baseURL),
          instructions: "Summarize the takeaway of the conversation.",
        });
  const recipient = speaker(to ?? "");
  // A proxy ends the chat by itself, or asks a person first.
  const until = [initiator, recipient].every((one) => one instanceof Agent) ? UNTIL : undefined;
  return chat(initiator, recipient, { name: "chat", maxTurns, until, summary });

  function asGroup({
    agents,
    max_round: mostRounds,
    speaker_selection_method: method,
    allowed_or_disallowed_speaker_transitions: transitions,
  }: NonNullable<Scenario["group"]>): Member {
    // Who begins is followed by the next in the list. Here, the list begins with whoever is first.
    const start = agents.indexOf(from) + 1;
    const names = [...agents.slice(start), ...agents.slice(0, start)];
    const rule = method === "auto" ? chosenBy(speaker("manager") as Agent) : roundRobin();
    return groupChat(names.map(speaker), {
      name: "group",
      turns: transitions === undefined ? rule : allowed(transitions, rule),
      until: UNTIL,
      maxRounds: mostRounds - 1,
    });
  }

  function asWorkflow(all: NonNullable<Scenario["chats"]>): Member {
    const steps = all.map((one) => speaker(one.to));
    const shape = { name: "workflow" };
    if (all.every(({ id }) => id === undefined)) return sequential(steps, shape);
    const waiting = all.filter(({ after = [] }) => after.length > 0);
    if (waiting.length === 0) return concurrent(steps, shape);
    const nameOf = (id: number): string => all.find((one) => one.id === id)?.to ?? "";
    const after = Object.fromEntries(waiting.map((one) => [one.to, (one.after ?? []).map(nameOf)]));
    return graph(steps, { ...shape, after });
  }
}

function speakerOf(member: ScriptedMember, baseURL: string): Speaker {
  const { name, proxy } = member;
  if (proxy !== undefined)
    return userProxy({
      name,
      humanInput: proxy.human_input_mode.toLowerCase() as "always" | "terminate" | "never",
      autoReply: proxy.default_auto_reply,
      maxAutoReplies: proxy.max_consecutive_auto_reply,
      ...(proxy.code === true
        ? { code: { executor: localExecutor, limits: { timeMs: 1000 * (proxy.timeout ?? 60) } } }
        : {}),
    });
  const client = clientAt(baseURL);
  const providers = providersOf(member).map(({ model }) => ({ client, model }));
  const asked = providers.length === 1 ? { client, model: name } : { client: firstOf(providers) };
  return new Agent({ name, instructions: `You are ${name}.`, ...asked });
}

function clientAt(baseURL: string): OpenAI {
  return new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
}
