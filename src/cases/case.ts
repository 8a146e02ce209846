import type { PlacedCommand } from "./command.ts";
import type { Expectation } from "./expectation.ts";
import type { CaseFault } from "./faults.ts";

/** A scripted conversation with what is expected of it. */
export interface Case {
  readonly id: string;
  readonly tags: readonly string[];
  /** The starting agent's name; undefined for the entry agent. */
  readonly agent?: string;
  /** The program that is played in place of the suite's agents. */
  readonly command?: PlacedCommand;
  readonly context_variables: Readonly<Record<string, unknown>>;
  /** What the agents module's factory makes the world of; undefined for one that it makes up. */
  readonly world?: unknown;
  /** The messages before the first turn. */
  readonly messages: readonly EarlierMessage[];
  /** What the user says by script; none if a model plays the user. */
  readonly turns: readonly Turn[];
  /** The user whom a model plays, in place of turns. */
  readonly user?: SimulatedUser;
  readonly expect?: Expectation;
  readonly model_override?: string;
  readonly max_turns?: number;
  readonly execute_tools?: boolean;
  readonly stream?: boolean;
  readonly trials?: number;
  /** Where the clock of its trials starts, as ISO 8601. */
  readonly now?: string;
  /** What the dice of its trials are thrown from. */
  readonly seed?: number | string;
  /** What the person of a team answers, each time that it is asked. */
  readonly human?: readonly string[];
  /** What goes wrong in it, to see how the agents recover. */
  readonly faults?: readonly CaseFault[];
  /** True, or the reason. */
  readonly skip: boolean | string;
  readonly only: boolean;
}

/** A user whom a model plays: what it is after, and who it is. */
export interface SimulatedUser {
  readonly goal: string;
  readonly persona?: string;
  /** By default the model that judges by default. */
  readonly model?: string;
  /** How often it speaks at most; 10 times by default. */
  readonly max_turns?: number;
  /** Whether a judge is asked if it was right to end the conversation, where it does. */
  readonly judge?: boolean;
}

/** One message of the user, and what is expected of what follows it. */
export interface Turn {
  readonly user: UserContent;
  readonly expect?: Expectation;
}

/** Text, or content parts as Chat Completions has them. */
export type UserContent = string | readonly { readonly type: string }[];

/** A message as Chat Completions has it. */
interface EarlierMessage {
  readonly role: string;
  readonly [field: string]: unknown;
}

/** The expectations of a case: that of the whole, then those of its turns. */
export function expectationsOf({ expect, turns }: Case): Expectation[] {
  return [expect, ...turns.map((turn) => turn.expect)].filter((each) => each !== undefined);
}
