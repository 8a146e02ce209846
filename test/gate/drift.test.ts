import { describe, expect, it } from "vitest";
import { blessedCase, type BaselineCase } from "../../src/gate/baseline/baseline.ts";
import { driftOf } from "../../src/gate/drift.ts";
import { driftText } from "../../src/reports/gate/drift.ts";
import type { CaseResult, TrialResult } from "../../src/results/result.ts";
import { calls, handsOff, played, replies, says, type Event } from "../support/played.ts";
import type { Step } from "../../src/trajectory/trajectory.ts";
import { played as playedCase } from "./made.ts";

const STATE = { notes: [{ about: "A7" }] };
const LONG = "x".repeat(5000);

function changesContext(changes: Record<string, unknown>): Event {
  return (agent): Step[] => [{ type: "context_change", agent, changes }];
}

const EVENTS = {
  user: says("Note A7."),
  asks: replies(null, {
    tool_calls: [{ id: "1", type: "function", function: { name: "note", arguments: "{}" } }],
  }),
  notes: calls("note", { about: "A7" }, { answer: "Noted." }),
  changes: changesContext({ last: "A7" }),
  says: replies("I have noted it."),
};

/** A trial that passes, in which this happened and this was left. */
function trialOf(events: Partial<Record<keyof typeof EVENTS, Event>>, state: unknown = STATE) {
  const { steps } = played(Object.values({ ...EVENTS, ...events }));
  return { steps, state };
}

function caseOf(...trials: readonly Pick<TrialResult, "steps" | "state">[]): CaseResult {
  const made = playedCase("note", "P".repeat(trials.length));
  return { ...made, trials: made.trials.map((one, index) => ({ ...one, ...trials[index] })) };
}

function drift(
  before: CaseResult,
  now: CaseResult,
  change: (blessed: BaselineCase) => BaselineCase = (blessed) => blessed,
): string {
  const drifted = driftOf(now, change(blessedCase(before, "replay") as BaselineCase));
  return drifted === undefined ? "no drift" : driftText(drifted);
}

const withoutKeys = ({ trajectories: _, ...blessed }: BaselineCase): BaselineCase => blessed;

describe("a case that passes has drifted by", () => {
  it.each<[what: string, now: ReturnType<typeof trialOf>, told: string]>([
    [
      "another value in its state",
      trialOf({}, { notes: [{ about: "A8" }] }),
      'state.notes[0].about is now "A8"',
    ],
    ["a value that is gone", trialOf({}, {}), "state.notes is gone"],
    [
      "another argument",
      trialOf({ notes: calls("note", { about: "A8" }, { answer: "Noted." }) }),
      'step 1 is now Triage calls note({"about":"A8"})',
    ],
    [
      "a call that fails",
      trialOf({ notes: calls("note", { about: "A7" }, { error: "No." }) }),
      'step 1 is now Triage calls note({"about":"A7"}) failed: No.',
    ],
    [
      "another answer",
      trialOf({ notes: calls("note", { about: "A7" }, { answer: "Filed." }) }),
      "note answers otherwise at step 1: Filed.",
    ],
    [
      "another context variable",
      trialOf({ changes: changesContext({ last: 7 }) }),
      "context_variables.last is now 7",
    ],
    ["a handoff more", trialOf({ says: handsOff("Sales") }), "step 2 is now Triage → Sales"],
    ["a reply less", trialOf({ says: () => [] }), "it ends before step 2"],
  ])("%s", (_, now, told) => {
    const before = caseOf(trialOf({}));
    expect(drift(before, caseOf(now))).toBe(`passes, but ${told}`);
    // What is kept shows as much.
    expect(drift(before, caseOf(now), withoutKeys)).toBe(`passes, but ${told}`);
  });

  const CUT = "the baseline does not say where: it keeps one trial, and cuts what is long";
  const answers = (answer: string) => trialOf({ notes: calls("note", {}, { answer }) });
  it.each<[what: string, before: CaseResult, now: CaseResult, told: string]>([
    [
      "the end of a long answer",
      caseOf(answers(`${LONG}A`)),
      caseOf(answers(`${LONG}B`)),
      `it takes another path; ${CUT}`,
    ],
    [
      "a long state",
      caseOf(trialOf({}, [LONG, 1])),
      caseOf(trialOf({}, [LONG, 2])),
      `it leaves another state; ${CUT}`,
    ],
    [
      "another trial than the one that is kept",
      caseOf(trialOf({}), trialOf({}, 1)),
      caseOf(trialOf({}), trialOf({}, 2)),
      `it leaves another state; ${CUT}`,
    ],
  ])("%s, whose place is not kept", (_, before, now, told) => {
    expect(drift(before, now)).toBe(`passes, but ${told}`);
    expect(drift(before, now, withoutKeys)).toBe("no drift");
  });

  it("nothing, if only words are others", () => {
    const before = caseOf(trialOf({}));
    const now = caseOf(trialOf({ says: replies("It is noted.") }));
    expect(drift(before, now)).toBe("no drift");
    expect(drift(before, now, withoutKeys)).toBe("no drift");
  });
});
