import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const LARGEST_BYTES = 16 * 1024 ** 2;

/** Looking costs some microseconds, and so many cases fill no more than a few megabytes. */
const CASES_BETWEEN_LOOKS = 64;

/**
 * Ends the growth of V8's young generation at half of what Node allows, which spares a long run 100 MB and costs it no
 * time: what a case needs dies with it. To be called with each case that has finished. V8 takes the limit itself only
 * from the command line, and a process of ours is not started with one; by how much the generation grows it takes at any time.
 */
export function youngGenerationLimit(): () => void {
  let cases = 0;
  let limited = false;
  return () => {
    if (limited || ++cases % CASES_BETWEEN_LOOKS > 0) return;
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    limited = young === undefined || young.space_size >= LARGEST_BYTES;
    if (limited) setFlagsFromString("--semi-space-growth-factor=1");
  };
}
