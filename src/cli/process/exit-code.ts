/** The exit codes. If several apply, the first in `PRECEDENCE` wins. */
export const EXIT = {
  passed: 0,
  failed: 1,
  usage: 2,
  replay: 3,
  errored: 4,
  budget: 5,
  bug: 70,
  interrupted: 130,
} as const;

const PRECEDENCE = [
  EXIT.usage,
  EXIT.bug,
  EXIT.interrupted,
  EXIT.budget,
  EXIT.errored,
  EXIT.replay,
  EXIT.failed,
];

/** The code to exit with, if all of these apply. */
export function worst(codes: Iterable<number>): number {
  const all = new Set(codes);
  return PRECEDENCE.find((code) => all.has(code)) ?? EXIT.passed;
}
