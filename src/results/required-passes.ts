/** The fewest of so many trials that are at least `share` of them; 0.8 of 5 is 4, whatever floating point makes of it. */
export function requiredPasses(share: number, trials: number): number {
  return Math.ceil(share * trials - 1e-9);
}
