/** Whether the failure is still there with these parts alone, in their order. */
export type StillFails<Part> = (kept: readonly Part[]) => Promise<boolean>;

/**
 * Leaves out parts until none of those that are left can be spared: without any one of them, the failure is gone. The
 * failure is taken to be there with all of them. No set of parts is tried twice; n parts take n² + 3n tries at most.
 * Rejects with what `stillFails` rejects with.
 * Source: Zeller and Hildebrandt 2002, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), algorithm
 * ddmin; no part at all is tried first, which there is taken to pass.
 */
export async function ddmin<Part>(
  parts: readonly Part[],
  stillFails: StillFails<Part>,
): Promise<readonly Part[]> {
  const tried = new Map<string, boolean>();
  const fails = async (kept: readonly number[]): Promise<boolean> => {
    const key = kept.join();
    const known = tried.get(key);
    if (known !== undefined) return known;
    const answer = await stillFails(kept.map((index) => parts[index] as Part));
    tried.set(key, answer);
    return answer;
  };
  let kept = [...parts.keys()];
  if (kept.length === 0 || (await fails([]))) return [];
  for (let pieces = 2; kept.length > 1;) {
    const chunks = split(kept, pieces);
    const chunk = await firstOf(chunks, fails);
    const rests = chunks.map((one) => kept.filter((index) => !one.includes(index)));
    const smaller = chunk ?? (await firstOf(rests, fails));
    if (smaller !== undefined) {
      kept = smaller;
      pieces = chunk === undefined ? Math.max(pieces - 1, 2) : 2;
    } else if (pieces < kept.length) pieces = Math.min(pieces * 2, kept.length);
    else break;
  }
  return kept.map((index) => parts[index] as Part);
}

/** In so many pieces of about the same length; `pieces` is at most the length. */
function split(list: readonly number[], pieces: number): number[][] {
  const end = (piece: number): number => Math.floor((piece * list.length) / pieces);
  return Array.from({ length: pieces }, (_, piece) => list.slice(end(piece), end(piece + 1)));
}

async function firstOf(
  sets: readonly number[][],
  fails: StillFails<number>,
): Promise<number[] | undefined> {
  for (const set of sets) if (await fails(set)) return set;
  return undefined;
}
