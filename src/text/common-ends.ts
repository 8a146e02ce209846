/** How many elements two lists or texts have in common at their starts, and at the ends of what remains. */
export function commonEnds(
  one: ArrayLike<unknown>,
  other: ArrayLike<unknown>,
): { readonly start: number; readonly end: number } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  const rest = shorter - start;
  while (end < rest && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return { start, end };
}
