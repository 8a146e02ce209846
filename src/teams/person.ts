import type { EndReason } from "../trajectory/trajectory.ts";
import { MEMBER } from "../swarm/agent/member.ts";
import type { Floor, Member } from "../swarm/floor.ts";

/** A member has ended the conversation, for this reason. */
export class MemberEnded extends Error {
  override readonly name = "MemberEnded";
  readonly reason: EndReason;

  constructor(member: string, reason: EndReason) {
    super(`${member} has ended the conversation.`);
    this.reason = reason;
  }
}

/** Nobody is there to answer for a person. */
export class NobodyThereError extends Error {
  override readonly name = "NobodyThereError";
  readonly person: string;

  constructor(person: string) {
    super(
      `${person} was asked, and nobody is there to answer: the case has no answer left in "human". Give it one more, or let the team end before.`,
    );
    this.person = person;
  }
}

/** What a person types to end a conversation. */
export const EXIT = "exit";

/**
 * What a person answers, without blanks around it; empty for nothing. Throws MemberEnded for `exit`, and
 * NobodyThereError.
 */
export async function answerOf(name: string, ask: Floor["ask"]): Promise<string> {
  const answer = await ask?.(name);
  if (answer === undefined) throw new NobodyThereError(name);
  const words = answer.trim();
  if (words.toLowerCase() === EXIT) throw new MemberEnded(name, "person");
  return words;
}

/**
 * A person who takes part: asked in the terminal of `chat`, answered by `human` in a case. `exit` ends the team; an empty
 * answer says nothing.
 */
export function person({
  name,
  description,
}: {
  readonly name: string;
  readonly description?: string;
}): Member {
  return {
    [MEMBER]: true,
    name,
    description,
    async *speak({ ask, contextVariables }) {
      const content = await answerOf(name, ask);
      const variables = { ...contextVariables };
      if (content === "") return { messages: [], agent: this, contextVariables: variables };
      yield { type: "said", agent: name, content, by: "person" };
      return {
        messages: [{ role: "user", content, sender: name }],
        agent: this,
        contextVariables: variables,
      };
    },
  };
}
