import { branchEvents, drain, Swarm, type RunOptions } from "../swarm/swarm.ts";
import type { ChatClient, Message } from "../swarm/agent/chat-client.ts";
import { Result } from "../swarm/agent/result.ts";
import type { Tool, ToolScope } from "../swarm/agent/tool.ts";
import { tool } from "../swarm/agent/tool.ts";
import { currentCalling } from "../swarm/calling.ts";
import { isMember, type Floor, type Speaker } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";
import type { ContextVariables } from "../trajectory/trajectory.ts";
import { noting } from "./noting.ts";

/** How a member is called as a tool. */
export interface AsToolOptions {
  /** By default the member's name in small letters, with `ask_` before it. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * A tool that gives a member a task and answers with what it says: a manager that has it calls its team. An agent's last
 * words are its answer, and of a team all that others hear of it, which its `summary` decides. What the member
 * does stands between the call and its answer, and what it changes in the context variables the call changes.
 */
export function asTool(
  member: Speaker,
  {
    name = `ask_${member.name.toLowerCase().replaceAll(/\W+/g, "_")}`,
    description = ("description" in member ? member.description : undefined) ??
      `Gives ${member.name} a task, and returns the answer.`,
  }: AsToolOptions = {},
): Tool {
  const called = tool({
    name,
    description,
    parameters: {
      type: "object",
      properties: { task: { type: "string", description: "All that is needed to do it." } },
      required: ["task"],
    },
    async execute({ task }: { readonly task: string }, scope: ToolScope) {
      const calling = currentCalling();
      const swarm = new Swarm({ client: await clientOf(calling?.floor) });
      const options: RunOptions & { readonly stream: false } = {
        ...askedAs(calling?.floor),
        stream: false,
        agent: member,
        messages: [{ role: "user", content: task }],
        ...scope,
      };
      const contextVariables: ContextVariables = {};
      const events = noting(contextVariables, branchEvents(swarm, options));
      const played = calling === undefined ? drain(events) : calling.strand.play(events);
      const { messages } = await played;
      const isTeam = isMember(member) && member.members !== undefined;
      const value = isTeam ? allWords(messages) : (wordsIn(messages).at(-1)?.words ?? "");
      return new Result({ value, contextVariables });
    },
  });
  return { ...called, member };
}

/** What others hear of a team, each with who said it if it is more than one message. */
function allWords(messages: readonly Message[]): string {
  const said = wordsIn(messages);
  const [only] = said;
  if (only !== undefined && said.length === 1) return only.words;
  return said.map(({ sender, words }) => `${sender}: ${words}`).join("\n\n");
}

function wordsIn(
  messages: readonly Message[],
): { readonly sender: string; readonly words: string }[] {
  return messages.flatMap(({ role, sender, content }) => {
    const words = contentText(content ?? "");
    return role === "tool" || words === "" ? [] : [{ sender: String(sender), words }];
  });
}

/** The client of agents that bring none; undefined if there can be none, which those who need it are told. */
async function clientOf(floor: Floor | undefined): Promise<ChatClient | undefined> {
  try {
    return await floor?.defaultClient();
  } catch {
    return undefined;
  }
}

/** What holds for all that a run asks: its model, its parameters, its caps and who answers for persons. */
function askedAs(
  floor: Floor | undefined,
): Partial<
  Pick<
    Floor,
    "modelOverride" | "override" | "wrapClient" | "wrapCall" | "onAgent" | "ask" | "completions"
  >
> {
  if (floor === undefined) return {};
  const { modelOverride, override, wrapClient, wrapCall, onAgent, ask, completions } = floor;
  return { modelOverride, override, wrapClient, wrapCall, onAgent, ask, completions };
}
