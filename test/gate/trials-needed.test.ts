import { describe, expect, it } from "vitest";
import { caseChange } from "../../src/gate/findings.ts";
import { Gate } from "../../src/gate/gate.ts";
import { neededForChange, neededForReplay, neededForShare } from "../../src/gate/trials-needed.ts";
import { randomFrom } from "../../src/stats/random.ts";
import { verdictOfTrials } from "../../src/results/pass-estimates.ts";
import { baselineOf, kept, played } from "./made.ts";

const trials = (verdicts: string) => played("a", verdicts).trials;

describe("a share of the trials that must pass", () => {
  it.each<[needed: number, verdicts: string, planned: number, share: number, sentence: string]>([
    [1, "", 5, 1, "nothing is known, and one failure decides"],
    [0, "PF", 5, 1, "one failed where all must pass"],
    [1, "PPPP", 5, 1, "all passed, and the last may fail"],
    [2, "", 5, 0.8, "two failures decide, sooner than four passes"],
    [1, "PPP", 5, 0.8, "one more pass is enough"],
    [0, "PPPP", 5, 0.8, "enough have passed"],
    [0, "FF", 5, 0.8, "too many have failed"],
    [0, "FFF", 5, 0.8, "more have failed than it takes"],
    [0, "PPPPP", 6, 0.5, "more have passed than it takes"],
    [0, "PPPPP", 5, 1, "all were played"],
    [1, "PE", 3, 0.5, "one that broke off counts as neither"],
    [0, "FE", 3, 1, "it has failed whatever else there is"],
    [0, "EE", 3, 0.5, "so many broke off that nothing can be decided any more"],
  ])("needs %i more after %j of %i at %f: %s", (needed, verdicts, planned, share) => {
    expect(neededForShare(trials(verdicts), planned, share)).toBe(needed);
  });

  it("stops with the verdict that all trials would have given, and never a trial later than it must", () => {
    for (const share of [0.1, 0.5, 0.8, 1]) {
      for (const verdicts of sequences("PFE", 5)) {
        const quorum = { planned: 5, share };
        const whole = verdictOfTrials(trials(verdicts), quorum);
        const stopped = firstStop(verdicts, (prefix) => neededForShare(trials(prefix), 5, share));
        expect(verdictOfTrials(trials(stopped), quorum), `${verdicts} at ${share}`).toBe(whole);
        const before = stopped.slice(0, -1);
        const open = new Set(
          sequences("PFE", 5 - before.length).map((rest) =>
            verdictOfTrials(trials(before + rest), quorum),
          ),
        );
        expect(open.size, `${before} at ${share}`).toBeGreaterThan(1);
      }
    }
  });
});

describe("a change against the baseline", () => {
  it.each<[needed: number, then: [number, number], verdicts: string, planned: number, string]>([
    [2, [5, 5], "", 5, "two passes rule out a regression"],
    [1, [5, 5], "P", 5, "one more pass rules it out"],
    [0, [5, 5], "PP", 5, "two have passed"],
    [1, [2, 4], "", 3, "nothing could be shown at all, and still it is played once"],
    [0, [2, 4], "F", 3, "nothing can be shown any more"],
    [1, [5, 5], "FFF", 5, "one more failure decides, but it may yet pass twice"],
    [1, [5, 5], "EEE", 5, "of two that are left to count, one pass rules it out"],
    [0, [8, 8], "FFFFFF", 8, "whatever comes, the drop is shown"],
  ])("needs %i more after %j and %j of %i: %s", (needed, [passed, of], verdicts, planned) => {
    const more = neededForChange({ alpha: 0.05, cases: 1, flips: false });
    expect(more({ passed, trials: of }, trials(verdicts), planned)).toBe(needed);
  });

  it("says of a stopped suite exactly what the gate says when all trials are played", () => {
    const random = randomFrom(7);
    let saved = 0;
    for (let round = 0; round < 200; round++) {
      const cases = 1 + random.below(12);
      const planned = 2 + random.below(7);
      const then = Array.from({ length: cases }, (_, index) => {
        const of = 2 + random.below(7);
        return kept(`c${index}`, random.below(of + 1), of);
      });
      const alpha = [0.01, 0.05, 0.2][random.below(3)] ?? 0.05;
      const whole = then.map(({ id }) => {
        const rate = random.fraction();
        const letters = Array.from({ length: planned }, () =>
          random.fraction() < rate ? "P" : "F",
        );
        return played(id, letters.join(""));
      });
      const gate = () =>
        new Gate({
          baseline: baselineOf(...then),
          file: "b.json",
          traffic: "live",
          alpha,
          ids: new Set(then.map(({ id }) => id)),
          until: "decided",
        });
      const [all, early] = [gate(), gate()];
      for (const result of whole) {
        all.add(result);
        const fingerprint = result.fingerprint ?? "";
        const stopped = firstStop(
          result.trials.map(({ verdict }) => (verdict === "passed" ? "P" : "F")).join(""),
          (prefix) => early.needed({ id: result.id, fingerprint }, trials(prefix), planned) ?? 0,
        );
        saved += planned - stopped.length;
        const part = played(result.id, stopped);
        early.add(stopped.length < planned ? { ...part, planned_trials: planned } : part);
      }
      const changes = (result: ReturnType<Gate["end"]>) =>
        result.cases
          .filter(({ status }) => status === "regressed" || status === "improved")
          .map(({ id, status }) => ({ id, status }));
      expect(changes(early.end({}))).toEqual(changes(all.end({})));
    }
    expect(saved).toBeGreaterThan(500);
  });

  it("knows of no case that it cannot compare", () => {
    const gate = new Gate({
      baseline: baselineOf(kept("a", 1, 1)),
      file: "b.json",
      traffic: "live",
      alpha: 0.05,
      ids: new Set(["a"]),
    });
    expect(gate.needed({ id: "b", fingerprint: "text of b" }, [], 3)).toBeUndefined();
    expect(gate.needed({ id: "a", fingerprint: "another" }, [], 3)).toBeUndefined();
  });

  it("calls an unsteady case that did not change regressed no oftener than the level and the plain rule allow", () => {
    const random = randomFrom(11);
    const rounds = 4000;
    let regressed = 0;
    for (let round = 0; round < rounds; round++) {
      const rate = 0.3 + 0.6 * random.fraction();
      const draw = () => ({
        passed: Array.from({ length: 6 }, () => random.fraction() < rate).filter(Boolean).length,
        trials: 6,
      });
      if (caseChange(draw(), draw(), { alpha: 0.05, cases: 1, flips: false }) === "regressed")
        regressed++;
    }
    expect(regressed / rounds).toBeLessThan(0.05);
  });
});

describe("a replay", () => {
  it("is decided by the first trial that flips", () => {
    expect(neededForReplay(kept("a", 3, 3), trials("PF"), 3)).toBe(0);
    expect(neededForReplay(kept("a", 3, 3), trials("P"), 3)).toBe(2);
    expect(neededForReplay(kept("a", 2, 3), trials("PPF"), 3)).toBe(0);
  });
});

/** All words of so many letters. */
function sequences(letters: string, length: number): string[] {
  if (length === 0) return [""];
  return sequences(letters, length - 1).flatMap((word) => [...letters].map((one) => word + one));
}

/** As much of a sequence of trials as is played until none is needed. */
function firstStop(verdicts: string, needed: (prefix: string) => number): string {
  let length = 0;
  while (length < verdicts.length && needed(verdicts.slice(0, length)) > 0) length++;
  return verdicts.slice(0, length);
}
