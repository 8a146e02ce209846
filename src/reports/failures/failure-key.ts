import type { TrialResult } from "../../results/result.ts";
import { completionKey, folded } from "../../trajectory/loops.ts";
import { turnsOf, type Action } from "../../trajectory/turns.ts";

/**
 * The same for trials in which the same went wrong: the same checks failed for the same reasons, and up to there the
 * same agents did the same; or the same broke them off.
 */
export function failureKey({ verdict, error, checks, steps }: TrialResult): string {
  // The checks before a trial broke off are not why it did.
  if (error !== null) {
    const last = steps.at(-1);
    const under = last?.type === "tool_call" ? last.name : null;
    return JSON.stringify([error.kind, error.miss?.cause ?? withoutIds(error.message), under]);
  }
  const failed = checks.filter((check) => check.verdict !== "passed");
  // A judge that cannot be asked is the same outage, whatever it was to judge.
  if (verdict === "errored")
    return JSON.stringify(failed.map(({ check, reason }) => [check, causeOf(reason)]));
  const reasons = failed.map(({ check, turn, reason }) => [check, turn, withoutIds(reason)]);
  const decisive = Math.max(...failed.map(({ turn }) => turn ?? Infinity));
  return JSON.stringify([reasons, pathTo(decisive, steps)]);
}

/** What the agents did up to the end of a turn. A loop is the same however often it went round. */
function pathTo(turn: number, steps: TrialResult["steps"]): unknown {
  return turnsOf(steps)
    .filter((one) => one.turn <= turn)
    .map(({ completions }) =>
      folded(completions, completionKey).map(({ items, rounds }) => [
        rounds > 1,
        items.flat().map(deed),
      ]),
    );
}

/** An action without what may differ from case to case: its words, its arguments, what a tool answered. */
function deed(action: Action): unknown {
  const { type, agent } = action;
  if (type === "handoff") return [agent, "hands to", action.to];
  if (type === "turn_limit") return [agent, "is cut off"];
  if (type === "code") return [agent, "runs", action.language, action.exit_code];
  if (type === "said") return [agent, "speaks"];
  if (type === "ended") return [agent, "ends", action.reason];
  if (type === "reply") return [agent, action.silent ? "is silent" : "speaks"];
  const { name, executed, result, error } = action;
  if (error !== undefined) return [agent, name, withoutIds(error).replace(/\d+/g, "·")];
  return [agent, name, executed, result !== undefined];
}

/**
 * What a reason for no verdict shares with others of the same cause: a judge whose answers are no verdicts words each of
 * them otherwise.
 */
export function causeOf(reason: string): string {
  return withoutIds(reason.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '"…"'));
}

/** A provider's message repeats the id that it gives to each request. */
function withoutIds(message: string): string {
  return message.replace(
    /\b(?:req|chatcmpl|call)[-_]\w+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b/gi,
    "·",
  );
}
