import { readFileSync } from "node:fs";

const [head = "", ...lines] = readFileSync(new URL("observed.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");

/** The package that was observed, and by what. */
export const { made_by: MADE_BY } = JSON.parse(head) as {
  readonly made_by: Readonly<Record<"package" | "version" | "python" | "script", string>>;
};

export const SCENARIOS: readonly Scenario[] = lines.map((line) => JSON.parse(line) as Scenario);

/** A conversation in the terms of AutoGen 0.2, what came of it there, and what comes of it here if that is another. */
export interface Scenario {
  readonly id: string;
  readonly topics: readonly string[];
  readonly members: readonly ScriptedMember[];
  readonly from: string;
  readonly message: string | { readonly content: readonly object[] };
  /** Whom `from` talks to. */
  readonly to?: string;
  readonly max_turns?: number;
  readonly summary_method?: "reflection_with_llm";
  /** Whom `from` asks, in a chat of their own, what to answer. */
  readonly nested?: string;
  readonly group?: {
    readonly agents: readonly string[];
    readonly max_round: number;
    readonly speaker_selection_method: "auto" | "round_robin";
    readonly allowed_or_disallowed_speaker_transitions?: Readonly<
      Record<string, readonly string[]>
    >;
  };
  /** Chats one after the other or, with ids, as soon as those before them are over. */
  readonly chats?: readonly {
    readonly to: string;
    readonly id?: number;
    readonly after?: readonly number[];
  }[];
  readonly human?: readonly string[];
  /** How often it is played; the last time counts. */
  readonly times?: number;
  readonly compare?: readonly ("summary" | "tokens")[];
  readonly observed: Outcome;
  /** What of the outcome is another here, null for none; and the rows of "What differs on purpose" that say so. */
  readonly here?: { readonly [Key in keyof Outcome]?: Outcome[Key] | null };
  readonly differs?: readonly string[];
}

/** An agent whose model says these; or a proxy, with the options of AutoGen. */
export interface ScriptedMember {
  readonly name: string;
  readonly says?: readonly ScriptedAnswer[];
  readonly providers?: readonly {
    readonly model: string;
    readonly says: readonly ScriptedAnswer[];
  }[];
  readonly proxy?: {
    readonly human_input_mode: "ALWAYS" | "TERMINATE" | "NEVER";
    readonly code?: boolean;
    /** Seconds. */
    readonly timeout?: number;
    readonly default_auto_reply?: string;
    readonly max_consecutive_auto_reply?: number;
  };
}

/** Words, or the status of an error. */
export type ScriptedAnswer = string | { readonly status: number };

/** What came of a scenario. */
export interface Outcome {
  /** Who said what, after the first message. */
  readonly said?: readonly (readonly [name: string, words: string])[];
  /** The model that was asked, and what it heard, each with its role; of choices and summaries, the model alone. */
  readonly requests: readonly (readonly [model: string, ...heard: (readonly unknown[])[]])[];
  /** How many answers persons gave. */
  readonly asked?: number;
  readonly summary?: string;
  readonly tokens?: number;
  /** The class of what was thrown. */
  readonly error?: string;
}

/** The models of a member, with what each says. */
export function providersOf({ name, says, providers }: ScriptedMember) {
  return providers ?? (says === undefined ? [] : [{ model: name, says }]);
}
