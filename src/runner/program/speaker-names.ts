import { contentText } from "../../trajectory/content.ts";
import { callsIn } from "../../trajectory/message-calls.ts";
import type { AssistantMessage } from "../../trajectory/trajectory.ts";
import { UnplayableCaseError } from "../errors.ts";
import type { ModelRequest } from "./model-request.ts";

/** Who an agent is, and whether it is heard by taking its turn among others, rather than by a handoff. */
export interface NamedSpeaker {
  readonly name: string;
  readonly takesTurns: boolean;
}

/** Knows by whom a program asks: by a rule, by what its messages say, or by the instructions of whoever was active. */
export class SpeakerNames {
  readonly #rule: readonly (readonly [name: string, words: string])[];
  readonly #mustKnow: boolean;
  /** Those whose instructions these were. */
  readonly #byInstructions = new Map<string, Set<string>>();
  readonly #withInstructions = new Set<string>();
  /** Whether messages have names, as those of AutoGen do. */
  #takesTurns = false;

  /** `rule` has words of the instructions of each agent. `mustKnow` refuses instructions that may be anybody's. */
  constructor(rule: Readonly<Record<string, string>>, mustKnow: boolean) {
    this.#rule = Object.entries(rule);
    this.#mustKnow = mustKnow;
  }

  /**
   * Whose reply it is. `later` is a request that may show it; `told` is whom the program says to be active after it;
   * `active` is who was. Throws UnplayableCaseError if nothing tells it and it must be known.
   */
  speakerOf(
    { instructions }: ModelRequest,
    reply: AssistantMessage,
    {
      later,
      told,
      active,
    }: { later?: ModelRequest | undefined; told?: string | undefined; active: string },
  ): NamedSpeaker {
    const shown = later && shownAs(reply, later);
    this.#takesTurns ||= shown?.name !== undefined;
    const [ruled] = this.#rule.find(([, words]) => instructions.includes(words)) ?? [];
    const named = ruled ?? shown?.sender ?? shown?.name ?? told;
    const name = named ?? this.#byInstructionsOf(instructions, active);
    this.#note(instructions, name);
    return { name, takesTurns: this.#takesTurns && ruled === undefined };
  }

  #byInstructionsOf(instructions: string, active: string): string {
    const known = this.#byInstructions.get(instructions) ?? new Set<string>();
    // Agents may share their instructions, and one that was handed to has not shown its own yet.
    if (known.has(active) || !this.#withInstructions.has(active)) return active;
    const [other, ...others] = known;
    if (other !== undefined && others.length === 0) return other;
    if (!this.#mustKnow) return active;
    throw new UnplayableCaseError(
      `The case expects something of agents, and nothing tells which of them asked with these instructions: ${JSON.stringify(instructions.slice(0, 200))}. Name the agents by words of their instructions: "command":{"run":[…],"agents":{"${active}":"…"}}; or have the program write who is active beside its reply.`,
    );
  }

  #note(instructions: string, name: string): void {
    const names = this.#byInstructions.get(instructions) ?? new Set();
    this.#byInstructions.set(instructions, names.add(name));
    this.#withInstructions.add(name);
  }
}

/** The latest message of a request that is this reply, and says whose it is. */
function shownAs(reply: AssistantMessage, { messages }: ModelRequest) {
  const text = contentText(reply.content);
  const calls = callsIn(reply).flatMap(({ id }) => id ?? []);
  return messages.findLast(
    (message) =>
      (message.sender ?? message.name) !== undefined &&
      message.answers === undefined &&
      (calls.length > 0
        ? calls.every((id) => message.calls.includes(id))
        : text !== "" && message.text === text),
  );
}
