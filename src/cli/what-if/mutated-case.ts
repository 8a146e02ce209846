import { notAsked } from "../../checks/effects/unexpected.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import { closed, held, type Closed, type Held } from "../../mutants/held.ts";
import { mutantsOf } from "../../mutants/mutants.ts";
import { replayedTrials, type Replays } from "./recorded-turns.ts";
import { heldTools } from "./tool-mutants.ts";

/** What a case notices. */
export interface MutatedCase extends PlacedCase {
  readonly held: readonly Held[];
  readonly closed: Closed;
  /** Its judges and checks of its own. */
  readonly notAsked: readonly string[];
}

/** A case that does not pass as it was recorded, or is skipped. */
export interface UnmutatedCase extends PlacedCase {
  readonly verdict: string;
}

/** Mutates the recording of a case. Throws UsageError for one that the agents cannot play. */
export async function mutatedCase(
  placed: PlacedCase,
  replays: Replays,
): Promise<MutatedCase | UnmutatedCase> {
  const { case: testCase } = placed;
  const trials = await replayedTrials(testCase, replays);
  const broken = trials.find(({ turns }) => turns === undefined);
  if (broken !== undefined) return { ...placed, verdict: broken.result.verdict };
  const recorded = trials.map(({ turns = [] }) => turns);
  const [turns] = recorded;
  const [first] = trials;
  if (turns === undefined || first === undefined) return { ...placed, verdict: "skipped" };
  const all = [
    ...mutantsOf(turns, first.names).map((mutant) => held(testCase, turns, mutant)),
    ...(await heldTools(testCase, turns, replays)),
  ];
  const survivors = all.filter(({ fate }) => fate === "survived").map(({ mutant }) => mutant);
  return {
    ...placed,
    held: all,
    closed: closed(testCase, recorded, survivors),
    notAsked: notAsked(testCase),
  };
}
