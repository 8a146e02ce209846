import { expect, it } from "vitest";
import { asJson } from "../../src/json/as-json.ts";

it("copies what JSON has a form for", () => {
  const value = { day: new Date(0), none: undefined, list: [undefined, NaN] };
  expect(asJson(value)).toEqual({ day: "1970-01-01T00:00:00.000Z", list: [null, null] });
  expect(asJson(undefined)).toBe(undefined);
});

it("tells the rest in words", () => {
  const order: Record<string, unknown> = { id: 10n };
  const shop = { order, other: { order } };
  order["shop"] = shop;
  order["lines"] = [order];
  expect(asJson(shop)).toEqual({
    order: { id: "10", shop: "[circular]", lines: ["[circular]"] },
    other: { order: { id: "10", shop: "[circular]", lines: ["[circular]"] } },
  });
});
