import { expect, it } from "vitest";
import {
  comparePlaces,
  currentLane,
  inLane,
  Lane,
  newBranch,
  placeText,
} from "../../src/lanes/lane.ts";

it("counts for itself, whatever others do meanwhile", async () => {
  const trial = new Lane();
  const branch = async (): Promise<string[]> => {
    const lane = newBranch() as Lane;
    return inLane(lane, async () => {
      const first = placeText(lane.next());
      await new Promise(setImmediate);
      return [first, placeText((currentLane() as Lane).next())];
    });
  };
  const places = await inLane(trial, () => Promise.all([branch(), branch()]));
  expect([...places, placeText(trial.next())]).toEqual([["1.1", "1.2"], ["2.1", "2.2"], "3"]);
  expect([currentLane(), newBranch()]).toEqual([undefined, undefined]);
});

it("has places that sort by number, what branches off after the place where it does", () => {
  const places = [[10], [2, 1], [2], [1, 2], [1, 10], [2, 1, 1]];
  expect(places.toSorted(comparePlaces).map(placeText)).toEqual([
    "1.2",
    "1.10",
    "2",
    "2.1",
    "2.1.1",
    "10",
  ]);
});

it("has a clock of its own from where it branched off, and is waited for by the lane that it left", () => {
  const trial = new Lane();
  trial.arriveAt(100);
  const [slow, quick] = [new Lane(trial), new Lane(trial)];
  slow.arriveAt(900);
  quick.arriveAt(200);
  expect([slow.at, quick.at, trial.at]).toEqual([900, 200, 900]);
});
