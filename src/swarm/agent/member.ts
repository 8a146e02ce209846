/** Not `instanceof`, as for agents: two copies of this package may each have their own. */
export const MEMBER: unique symbol = Symbol.for("swarm-eval.member") as never;

/** Whoever can take the floor and is no agent, as far as its name goes: a team, a person, a program. */
export interface NamedMember {
  readonly [MEMBER]: true;
  /** Unique among those that take part. */
  readonly name: string;
}

/** Whether a value is a member, of whichever copy of this package. */
export function isNamedMember(value: unknown): value is NamedMember {
  return typeof value === "object" && value !== null && MEMBER in value;
}
