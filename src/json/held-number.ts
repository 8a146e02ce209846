/** Whether a number, as JSON writes it, is the number that `JSON.parse` makes of it: neither too large nor with more digits than it holds. */
export function isHeld(written: string): boolean {
  const held = Number(written);
  if (!Number.isFinite(held)) return false;
  return Number.isSafeInteger(held) || !/^-?\d+$/.test(written) || BigInt(written) === BigInt(held);
}
