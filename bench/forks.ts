import type { Figure } from "./figure.ts";
import { measured } from "./measured.ts";
import { paired, ratio } from "./paired.ts";
import { CLI, recordSuite, runArguments } from "./workspace.ts";

const ROUNDS = 5;
const TRIALS = 1000;

/** What trials take that follow a recording to its end, as a fork does up to its step, beside replays of as many cases. */
export async function forkFigures(
  directory: string,
  baseUrl: string,
  thousand: string,
): Promise<Figure[]> {
  const one = await recordSuite(directory, "forked", 1, baseUrl);
  const [, , , ...places] = runArguments(directory, one);
  const followed = ["--at", "1", "--model", "recorded", "--tools", "recorded"];
  const args = [CLI, "fork", "case-1", one, ...places, ...followed, "--trials", String(TRIALS)];
  const found = await paired(
    ROUNDS,
    () => measured(args),
    () => measured(runArguments(directory, thousand)),
  );
  return [
    {
      what: "1,000 forked trials, as far as recorded ÷ replays, CPU",
      value: ratio(found, "cpuMs"),
      unit: " ×",
      atMost: 1.3,
    },
  ];
}
