import { expect, it } from "vitest";
import { sizeOf } from "../../../src/runner/budget/sizes.ts";
import { Budget } from "../../../src/runner/budget/budget.ts";
import { PRICE_TABLE, type Prices } from "../../../src/models/prices.ts";
import { seeded } from "../../support/random.ts";

/** Asks 16 at a time, for answers of this many tokens, until there is no room. Resolves to the share of the cap that was spent. */
async function spend(
  cap: number,
  tokens: () => number,
  prices: Prices = PRICE_TABLE,
): Promise<number> {
  const budget = new Budget({ cost: cap }, prices);
  const body = { model: "gpt-5.4", messages: [{ role: "user", content: "word ".repeat(600) }] };
  const conversation = async (): Promise<void> => {
    for (;;) {
      const reservation = await budget.reserve(sizeOf(body));
      if (reservation === undefined) return void budget.refuse(sizeOf(body));
      await Promise.resolve();
      reservation.settle({
        prompt_tokens: 700,
        completion_tokens: Math.round(tokens()),
        cached_tokens: 0,
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, conversation));
  return (budget.conclude().budget.cost ?? NaN) / cap;
}

it("holds a cap although answers are longer than expected, and many are asked for at once", async () => {
  expect(await spend(0.1, () => 4000)).toBeLessThanOrEqual(1);
  expect(await spend(1, () => 4000)).toBeLessThanOrEqual(1);
  expect(await spend(1, () => 4000)).toBeGreaterThan(0.9);
});

it("holds a cap although answers differ, and comes close to it", async () => {
  const { below } = seeded(7);
  for (let run = 0; run < 50; run++) {
    const share = await spend(0.1, () => 50 + below(101));
    expect(share).toBeLessThanOrEqual(1);
    expect(share).toBeGreaterThan(0.9);
  }
});

it("never passes a cap if it is known how long an answer can be, however rare the long ones are", async () => {
  const { below } = seeded(8);
  const rarelyLong = (): number => (below(30) === 0 ? 4000 : 50);
  const known = { "gpt-5.4": { input: 2.5, output: 10, max_output: 4000 } };
  let passed = 0;
  for (let run = 0; run < 100; run++) {
    if ((await spend(0.1, rarelyLong)) > 1) passed++;
    expect(await spend(0.1, rarelyLong, known)).toBeLessThanOrEqual(1);
  }
  // Otherwise a long answer after short ones can pass it.
  expect(passed).toBeGreaterThan(0);
});

it("holds a cap if answers are up to twice as long as any before", async () => {
  let tokens = 100;
  expect(await spend(1, () => (tokens = Math.min(2 * tokens, 8000)))).toBeLessThanOrEqual(1);
});

it("asks a model that never answered only once at a time, and others beside it", async () => {
  const budget = new Budget({ tokens: 1_000_000 }, PRICE_TABLE);
  const seen: string[] = [];
  const ask = (model: string) =>
    budget.reserve(sizeOf({ model, messages: [] })).then((reservation) => {
      seen.push(model);
      return reservation;
    });
  const first = ask("gpt-5.4");
  const other = ask("house");
  const second = ask("gpt-5.4");
  await Promise.all([first, other]);
  expect(seen).toEqual(["gpt-5.4", "house"]);
  (await first)?.settle({ prompt_tokens: 5, completion_tokens: 5, cached_tokens: 0 });
  await second;
  expect(seen).toEqual(["gpt-5.4", "house", "gpt-5.4"]);
});
