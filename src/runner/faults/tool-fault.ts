import { setTimeout as wait } from "node:timers/promises";
import { currentTime } from "../../clock/trial-time.ts";
import type { ToolGive } from "../../cases/faults.ts";
import type { CallOutcome } from "../../swarm/tools/call-tool.ts";
import { returnedText } from "../../swarm/tools/tool-text.ts";

/** How long a slow answer takes. */
export interface Slowness {
  /** False in a replay: only the trial's clock moves. */
  readonly waits: boolean;
  readonly signal: AbortSignal;
}

/** The outcome of a call that is given this. `make` makes the call, if the fault leaves the tool at work. */
export async function givenOutcome(
  give: ToolGive,
  make: () => Promise<CallOutcome>,
  slowness: Slowness,
): Promise<CallOutcome> {
  if (give === "timeout") return TIMED_OUT;
  if (give === "error") return failed("Internal error. The request was not processed.", "threw");
  if (typeof give === "object" && "error" in give) return failed(give.error, "threw");
  if (typeof give === "object" && "result" in give) {
    const content = await returnedText(give.result);
    return { content, error: undefined, agent: undefined, contextVariables: {} };
  }
  const outcome = await make();
  if (give === "lost") return TIMED_OUT;
  if (give === "truncated") return { ...outcome, content: beginningOf(outcome.content) };
  if (give === "corrupt") return { ...outcome, content: damaged(outcome.content) };
  await pass(give.slow, slowness);
  return outcome;
}

/** Whoever waits in vain cannot tell whether the tool was at work. */
const TIMED_OUT = failed("The call timed out: no answer came.", "unreachable");

function failed(error: string, failure: NonNullable<CallOutcome["failure"]>): CallOutcome {
  return { content: `Error: ${error}`, error, failure, agent: undefined, contextVariables: {} };
}

/** The first half of a text. */
function beginningOf(text: string): string {
  const characters = [...text];
  return characters.slice(0, Math.floor(characters.length / 2)).join("");
}

/** A text of which every third character was lost, as if its bytes had been. */
function damaged(text: string): string {
  return [...text].map((character, index) => (index % 3 === 0 ? "\uFFFD" : character)).join("");
}

async function pass(ms: number, { waits, signal }: Slowness): Promise<void> {
  // In a trial, a timer moves the clock.
  if (waits) await wait(ms, undefined, { signal });
  else {
    const time = currentTime();
    time?.reach(time.passed() + ms);
  }
}
