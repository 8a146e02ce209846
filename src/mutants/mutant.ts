import type { CallPattern } from "../cases/expectation.ts";
import type { PlayedTurn } from "../checks/effects/effects.ts";
import type { Path } from "../json/show.ts";

/** What is wrong with a mutant. */
export type Fault =
  | "call dropped"
  | "call doubled"
  | "call by another agent"
  | "call of another tool"
  | "argument changed"
  | "handoff missing"
  | "handoff elsewhere"
  | "reply emptied"
  | "reply replaced"
  | "context change lost"
  | "state change lost"
  | "tool throws"
  | "tool answers otherwise"
  | "tool loses its context change";

/** What an expectation must speak of to notice a mutant. */
export type Need =
  | {
      readonly of: "tool_calls";
      /** The call's index among those of its turn. */
      readonly call: number;
      /** What its pattern must say beside the name. */
      readonly pattern: Omit<CallPattern, "name" | "arguments">;
      /** Where in its arguments a value must be pinned down, and how. */
      readonly argument?: { readonly path: Path; readonly value: unknown };
    }
  | { readonly of: "handoffs" }
  | { readonly of: "context_variables" | "state"; readonly path: Path }
  | {
      readonly of: "output";
      /** A text of the reply that no other reply would hold by chance; undefined if it has none. */
      readonly telling: string | undefined;
    };

/** Where something is wrong, for a reader and for the score. */
export interface MutantPlace {
  readonly fault: Fault;
  /** Counts from 1. */
  readonly turn: number;
  readonly agent: string;
  /** The tool, of a call. */
  readonly tool?: string;
  /** `Triage → Refunds`, of a handoff. */
  readonly edge?: string;
  /** `refund({"order":"A7"})`, the path of a value, or the first words of a reply; and what became of it. */
  readonly what: string;
}

/** A conversation with one thing wrong in it. */
export interface Mutant extends MutantPlace {
  readonly needs: Need;
  /** The turns of the conversation, which costs nothing until it is called. */
  turns(): readonly PlayedTurn[];
}

/** The names that may stand in the place of others. */
export interface Names {
  readonly agents: readonly string[];
  readonly tools: readonly string[];
}
