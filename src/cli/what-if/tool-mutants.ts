import { isDeepStrictEqual } from "node:util";
import type { Case } from "../../cases/case.ts";
import type { PlayedTurn } from "../../checks/effects/effects.ts";
import { whyAllowed } from "../../mutants/allowed.ts";
import type { Mutant } from "../../mutants/mutant.ts";
import type { TrialResult } from "../../results/result.ts";
import type { Held } from "../../mutants/held.ts";
import { brokenTools, otherThroughout, type BrokenTool } from "../../mutants/tools.ts";
import type { CallOutcome, WrapCall } from "../../swarm/tools/call-tool.ts";
import { replayed, type Replays } from "./recorded-turns.ts";

/**
 * Replays a trial once for each way in which one of its tools may be broken, the model's replies as they were recorded. What a
 * case lets pass has the turns that came of it.
 */
export async function heldTools(
  testCase: Case,
  turns: readonly PlayedTurn[],
  replays: Replays,
): Promise<Held[]> {
  const all: Held[] = [];
  for (const broken of brokenTools(turns)) {
    const { wrapCall, wasBroken } = breaking(broken);
    const services = { ...replays.byPlace, wrapCall };
    const { result, turns: left } = await replayed(testCase, 1, { ...replays, services });
    if (!wasBroken()) continue;
    const mutant = { ...broken, turns: () => left ?? [] };
    all.push({
      mutant,
      ...fateOf(testCase, turns, mutant, left === undefined ? result : undefined),
    });
  }
  return all;
}

/** `noticed` is the result of a trial that did not pass. What brought it to an end says nothing of its checks. */
function fateOf(
  testCase: Case,
  turns: readonly PlayedTurn[],
  mutant: Mutant,
  noticed: TrialResult | undefined,
): Omit<Held, "mutant"> {
  if (noticed?.verdict === "failed") return { fate: "killed" };
  if (noticed !== undefined) return { fate: "unknown", reason: "the conversation broke off" };
  const reason = whyAllowed(testCase, turns, mutant);
  return reason === undefined ? { fate: "survived" } : { fate: "left out", reason };
}

/** What has a tool broken in one of its calls, and whether that made a difference. */
function breaking({ tool, nth, fault }: BrokenTool) {
  let calls = 0;
  let isBroken = false;
  const wrapCall: WrapCall = async (name, make) => {
    if (name !== tool || calls++ !== nth) return make();
    if (fault === "tool throws") {
      isBroken = true;
      throw new Error(`${name} is broken.`);
    }
    const outcome = await make();
    const broken = changed(outcome, fault);
    isBroken = !isDeepStrictEqual(broken, outcome);
    return broken;
  };
  return { wrapCall, wasBroken: () => isBroken };
}

function changed(outcome: CallOutcome, fault: BrokenTool["fault"]): CallOutcome {
  const { content, agent } = outcome;
  if (fault === "tool loses its context change") return { ...outcome, contextVariables: {} };
  return agent === undefined
    ? { ...outcome, content: otherThroughout(content) as string }
    : outcome;
}
