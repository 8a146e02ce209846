import { Swarm } from "../swarm/swarm.ts";
import type { ChatClient } from "../swarm/agent/chat-client.ts";
import type { Tool, ToolScope } from "../swarm/agent/tool.ts";
import { tool } from "../swarm/agent/tool.ts";
import { callersFloor, type Floor, type Speaker } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";

/** How a member is called as a tool. */
export interface AsToolOptions {
  /** By default the member's name in small letters, with `ask_` before it. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * A tool that gives a member a task and answers with its last words: a manager that has it calls its team, one member at a
 * time or several at once. What the member says and asks is on the tape, and within the call.
 */
export function asTool(
  member: Speaker,
  {
    name = `ask_${member.name.toLowerCase().replaceAll(/\W+/g, "_")}`,
    description = ("description" in member ? member.description : undefined) ??
      `Gives ${member.name} a task, and returns the answer.`,
  }: AsToolOptions = {},
): Tool {
  return tool({
    name,
    description,
    parameters: {
      type: "object",
      properties: { task: { type: "string", description: "All that is needed to do it." } },
      required: ["task"],
    },
    async execute({ task }: { readonly task: string }, scope: ToolScope) {
      const { contextVariables, signal } = scope;
      const floor = callersFloor();
      const swarm = new Swarm({ client: await clientOf(floor) });
      const response = await swarm.run({
        ...askedAs(floor),
        stream: false,
        agent: member,
        messages: [{ role: "user", content: task }],
        contextVariables,
        signal,
      });
      const last = response.messages.findLast(
        ({ role, content }) => role !== "tool" && contentText(content ?? "") !== "",
      );
      return contentText(last?.content ?? "");
    },
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
): Partial<Pick<Floor, "modelOverride" | "override" | "wrapClient" | "onAgent" | "ask">> {
  if (floor === undefined) return {};
  const { modelOverride, override, wrapClient, onAgent, ask } = floor;
  return { modelOverride, override, wrapClient, onAgent, ask };
}
