/** What a process says by its exit code. Of several reasons, the first of `PRECEDENCE` is said. */
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

/** The code to exit with, of all those that apply. */
export function worst(codes: Iterable<number>): number {
  const all = new Set(codes);
  return PRECEDENCE.find((code) => all.has(code)) ?? EXIT.passed;
}
