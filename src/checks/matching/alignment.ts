/** Two lists side by side: an item of each, or of one alone. */
type Alignment = readonly (readonly [left: number | undefined, right: number | undefined])[];

/**
 * Puts two lists side by side, in their order, so that the pairs have the greatest worth in all: the heaviest common
 * subsequence. `worth` is 0 for items that do not belong together. Takes as many steps as the product of the lengths.
 */
export function align(
  leftCount: number,
  rightCount: number,
  worth: (left: number, right: number) => number,
): Alignment {
  const width = rightCount + 1;
  const worths = new Uint8Array(leftCount * width);
  // best[i * width + j]: what the rest of the lists is worth, from left i and right j on.
  const best = new Uint32Array((leftCount + 1) * width);
  for (let i = leftCount - 1; i >= 0; i--) {
    for (let j = rightCount - 1; j >= 0; j--) {
      const here = i * width + j;
      const together = (worths[here] = worth(i, j));
      best[here] = Math.max(
        best[here + width] as number,
        best[here + 1] as number,
        (best[here + width + 1] as number) + together,
      );
    }
  }

  const aligned: [number | undefined, number | undefined][] = [];
  let i = 0;
  let j = 0;
  while (i < leftCount && j < rightCount) {
    const here = i * width + j;
    const together = worths[here] as number;
    if (together > 0 && best[here] === (best[here + width + 1] as number) + together)
      aligned.push([i++, j++]);
    else if (best[here] === best[here + width]) aligned.push([i++, undefined]);
    else aligned.push([undefined, j++]);
  }
  while (i < leftCount) aligned.push([i++, undefined]);
  while (j < rightCount) aligned.push([undefined, j++]);
  return aligned;
}
