import type { StandInCall } from "./stand-in.ts";

/** A call as the script makes it. The model throws at a tool that its agent was not given, unless that is what a case is about. */
interface ScriptedCall extends StandInCall {
  readonly unknown?: true;
}

/**
 * One reply of the model. Its words, and the texts among its arguments, may speak of what the tools answered: `{price}` is
 * that field of the latest answer which has it, `{2.price}` that of the turn's second answer, `{1}` the whole first answer.
 */
export interface ScriptedReply {
  readonly say?: string;
  readonly calls?: readonly ScriptedCall[];
  /** What its instructions have to say, or for a member of a team anybody; the model is at a loss where it was not told. */
  readonly told?: string;
  /** The provider refuses it once before it is given. */
  readonly busy?: true;
}

/** What the model answers in each conversation, by the case's id: for every turn its replies, in order. */
export type Script = Readonly<Record<string, readonly (readonly ScriptedReply[])[]>>;

/** A reply that calls one tool. Arguments are an object, or the very text where they are not to be JSON. */
export function call(name: string, args: object | string = {}): ScriptedReply {
  return { calls: [{ name, arguments: args }] };
}

/** A reply that makes all the calls of others at once. */
export function atOnce(...replies: readonly ScriptedReply[]): ScriptedReply {
  return { calls: replies.flatMap(({ calls = [] }) => calls) };
}

/** A reply in words, which ends the turn. */
export function say(text: string): ScriptedReply {
  return { say: text };
}

/** A reply that the model can give only where it was told this. */
export function knowing(told: string, reply: ScriptedReply): ScriptedReply {
  return { ...reply, told };
}
