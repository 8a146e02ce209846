import type { CaseResult, ToolError } from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_SHOWN = 10;
const MOST_NAMED = 5;
const LONGEST_ERROR = 300;

/** One way in which a tool failed. */
interface Kind {
  readonly what: string;
  /** The first cases in which it did. */
  readonly ids: string[];
  cases: number;
  calls: number;
}

/** Calls that failed although no case expects it, whether or not their trials passed. The first kinds are kept. */
export class ToolErrors {
  readonly #kinds = new Map<string, Kind>();
  #calls = 0;
  /** The line of the first case that has any. */
  firstLine = 1;

  add({ id, line, trials }: CaseResult): void {
    const errors = trials.flatMap(({ tool_errors: ofTrial = [] }) => ofTrial);
    if (errors.length === 0) return;
    if (this.#calls === 0) this.firstLine = line;
    this.#calls += errors.length;
    const kinds = Map.groupBy(errors, whatHappened);
    for (const [what, ofKind] of kinds) {
      const kind = this.#kinds.get(what) ?? { what, ids: [], cases: 0, calls: 0 };
      if (this.#kinds.size < MOST_SHOWN) this.#kinds.set(what, kind);
      kind.cases++;
      kind.calls += ofKind.length;
      if (kind.ids.length < MOST_NAMED) kind.ids.push(oneLine(id));
    }
  }

  /** How many there are. Undefined if there are none. */
  get headline(): string | undefined {
    if (this.#calls === 0) return undefined;
    return `${plural(this.#calls, "call")} of a tool failed, and no case expects it:`;
  }

  /** A line for each of the first kinds, and what to do. */
  get lines(): string[] {
    const kinds = [...this.#kinds.values()];
    const others = this.#calls - kinds.reduce((sum, { calls }) => sum + calls, 0);
    return [
      ...kinds.map(({ what, ids, cases, calls }) => {
        const more = cases - ids.length;
        const where =
          more === 0 ? listed(ids) : `${ids.join(", ")} and ${plural(more, "more case")}`;
        return `${what}: ${calls === cases ? "" : `${plural(calls, "call")} `}in ${where}`;
      }),
      ...(others === 0
        ? []
        : [`… and ${plural(others, "call")} that failed in other ways, in the result file`]),
      'If a call is meant to fail, say so in the case: "error":true in the call; or "tool_errors":"allow" for all.',
    ];
  }
}

/** `refund, called by Refunds in turn 2, crashed: x is not a function`. */
export function toolErrorText({ name, agent, turn, error, failure }: ToolError): string {
  return `${name}, called by ${agent} in turn ${turn}, ${HAPPENED[failure]}: ${error}`;
}

function whatHappened({ name, error, failure }: ToolError): string {
  return `${oneLine(name)} ${HAPPENED[failure]} (${oneLine(error, LONGEST_ERROR)})`;
}

const HAPPENED: Readonly<Record<ToolError["failure"], string>> = {
  crashed: "crashed",
  threw: "threw an error",
  unreachable: "could not reach its service",
  unknown_tool: "does not exist",
  unusable_arguments: "was given unusable arguments",
};
