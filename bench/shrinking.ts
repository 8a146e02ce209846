import { ddmin } from "../src/shrinking/ddmin.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measured.ts";

const ROUNDS = 5;
const PARTS = Array.from({ length: 256 }, (_, index) => index);

/** What delta debugging takes beside what it tries, where it tries most: all parts are needed. */
export async function shrinkingFigures(): Promise<Figure[]> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let tries = 0;
    const began = performance.now();
    await ddmin(PARTS, (parts) => {
      tries++;
      return Promise.resolve(parts.length === PARTS.length);
    });
    took.push((performance.now() - began) / tries);
  }
  return [
    {
      what: "delta debugging of 256 parts, beside its trials, a try",
      value: median(took),
      unit: " ms",
      atMost: 1,
    },
  ];
}
