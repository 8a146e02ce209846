import type { Message } from "../swarm/agent/chat-client.ts";
import { isMember, type Member, type Speaker } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";
import { anyOf } from "./endings.ts";
import { team, type Ending, type TeamOptions, type Turns } from "./team.ts";
import { after, atOnce, inOrder, roundRobin } from "./turns.ts";

type Shape = Omit<TeamOptions, "turns" | "members">;

/** What a two-agent chat is made with. */
export interface ChatOptions extends Partial<
  Pick<TeamOptions, "name" | "description" | "summary">
> {
  /** How often each of the two has the floor at most. */
  readonly maxTurns?: number | undefined;
  /** When it is over, such as `says("TERMINATE")`; nothing ends it but `maxTurns` by default. */
  readonly until?: Ending | undefined;
}

/**
 * Two who answer each other. What the user says are the initiator's first words, so that the recipient is the first to
 * answer. Throws a TypeError without `maxTurns` and `until`, as it might have no end.
 */
export function chat(initiator: Speaker, recipient: Speaker, options: ChatOptions = {}): Member {
  const { maxTurns, until, summary, description } = options;
  const name = options.name ?? `${initiator.name} and ${recipient.name}`;
  if (maxTurns === undefined && until === undefined)
    throw new TypeError(
      `The chat of ${name} needs an end: maxTurns, or until, such as says("TERMINATE").`,
    );
  const both = team({
    name,
    description,
    summary,
    members: [recipient, initiator],
    turns: roundRobin(),
    until,
    // The initiator's first turn is what the user says.
    maxRounds: maxTurns === undefined ? undefined : Math.max(1, 2 * maxTurns - 1),
  });
  return {
    ...both,
    speak(floor) {
      const messages = floor.messages as readonly Message[];
      const asInitiator = messages.map((message) =>
        message.role === "user" && !message["sender"] && !isMember(initiator)
          ? { ...message, sender: initiator.name }
          : message,
      );
      return both.speak.call(this, { ...floor, messages: asInitiator });
    },
  };
}

/** Each once, one after the other; each hears all that was said before. */
export function sequential(members: readonly Speaker[], shape: Shape): Member {
  return team({ ...shape, members, turns: inOrder() });
}

/** All at once. Without `tolerant: false`, one that fails does not take the others down. */
export function concurrent(members: readonly Speaker[], shape: Shape): Member {
  return team({ tolerant: true, ...shape, members, turns: atOnce() });
}

/** By prerequisites: `graph([a, b, c], { after: { c: ["a", "b"] }, name: "…" })` runs a and b at once, then c. */
export function graph(
  members: readonly Speaker[],
  {
    after: prerequisites,
    ...shape
  }: Shape & { readonly after: Readonly<Record<string, readonly string[]>> },
): Member {
  const names = new Set(members.map(({ name }) => name));
  for (const [member, before] of Object.entries(prerequisites))
    for (const one of [member, ...before])
      if (!names.has(one))
        throw new TypeError(
          `The team ${shape.name} has no member ${JSON.stringify(one)} to wait for.`,
        );
  return team({ ...shape, members, turns: after(prerequisites) });
}

/** A group with a rule of turns; round robin by default. It needs `until` or `maxRounds`. */
export function groupChat(
  members: readonly Speaker[],
  { turns = roundRobin(), ...shape }: Shape & { readonly turns?: Turns },
): Member {
  if (shape.until === undefined && shape.maxRounds === undefined)
    throw new TypeError(
      `The team ${shape.name} needs an end: maxRounds, or until, such as says("TERMINATE").`,
    );
  return team({ ...shape, members, turns });
}

/** A writer and a critic in turn, until the critic's words say `approves`, or the writer has had the floor `atMost` times. */
export function reviseUntil(
  writer: Speaker,
  critic: Speaker,
  {
    approves,
    atMost,
    ...shape
  }: Shape & { readonly approves: string | RegExp; readonly atMost: number },
): Member {
  const approved: Ending = ({ messages, last }) => {
    if (!last.includes(critic)) return false;
    const words = messages.findLast(({ role, sender }) => sender !== undefined && role !== "tool");
    const text = contentText(words?.content ?? "");
    return typeof approves === "string" ? text.includes(approves) : approves.test(text);
  };
  const until = shape.until === undefined ? approved : anyOf(approved, shape.until);
  return team({
    ...shape,
    members: [writer, critic],
    turns: roundRobin(),
    until,
    maxRounds: 2 * atMost,
  });
}
