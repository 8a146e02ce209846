import type { Message } from "../swarm/agent/chat-client.ts";
import type { LoopEvent, Response, Speaker } from "../swarm/floor.ts";
import type { Agent } from "../swarm/agent/agent.ts";
import { loop } from "../swarm/loop.ts";
import { contentText } from "../trajectory/content.ts";
import { heardBy } from "./heard-by.ts";
import type { Standing, Turns } from "./team.ts";
import { nextInList } from "./turns.ts";

/** After so many answers that name nobody, or several, the next in the list has the floor. */
const MOST_ATTEMPTS = 3;

/** Whoever an agent names that has read the conversation: a call of its model a round, which is on the bill and the tape. */
export function chosenBy(selector: Agent): Turns {
  return async function* choose(
    standing: Standing,
  ): AsyncGenerator<LoopEvent, Speaker | undefined> {
    const { members, floor, messages, contextVariables } = standing;
    const roles = members.map(({ name, ...member }) => {
      const description = "description" in member ? member.description : undefined;
      return description === undefined ? name : `${name}: ${description}`;
    });
    const names = members.map(({ name }) => name).join(", ");
    const asked: Message[] = [
      ...heardBy(selector.name, messages),
      {
        role: "user",
        content: `These take part:\n${roles.join("\n")}\n\nRead the conversation above. Who of ${names} should speak next? Answer with the name alone.`,
      },
    ];
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const response = yield* aside(
        loop({ ...floor, agent: selector, messages: asked, contextVariables }, floor.defaultClient),
      );
      const answer = response.messages.findLast(({ role }) => role === "assistant");
      const found = namedIn(contentText(answer?.content ?? ""), members);
      if (found !== undefined) return found;
      asked.push(...response.messages, {
        role: "user",
        content: `Answer with exactly one of these names, and nothing else: ${names}.`,
      });
    }
    return nextInList(standing);
  };
}

/** The same events, with replies that the members do not hear. */
async function* aside(
  events: AsyncGenerator<LoopEvent, Response>,
): AsyncGenerator<LoopEvent, Response> {
  let next = await events.next();
  for (; !next.done; next = await events.next()) {
    const event = next.value;
    yield event.type === "reply" ? { ...event, aside: true } : event;
  }
  return next.value;
}

/** The one member that a text names; undefined if it names none, or several. */
function namedIn(text: string, members: readonly Speaker[]): Speaker | undefined {
  const exact = members.find(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  if (exact !== undefined) return exact;
  const named = members.filter(({ name }) => {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "iu").test(text);
  });
  return named.length === 1 ? named[0] : undefined;
}
