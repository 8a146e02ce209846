import { MEMBER } from "../swarm/agent/member.ts";
import type { Member } from "../swarm/floor.ts";

/** A person has ended the conversation. */
export class PersonEnded extends Error {
  override readonly name = "PersonEnded";
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
      const answer = await ask?.(name);
      if (answer === undefined) throw new NobodyThereError(name);
      if (answer.trim().toLowerCase() === EXIT) throw new PersonEnded(`${name} said ${EXIT}.`);
      const content = answer.trim();
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
