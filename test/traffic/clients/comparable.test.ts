import { expect, it } from "vitest";
import type { Arrival } from "./server/server.ts";
import { comparable, withoutChance } from "./harness/comparable.ts";

const arrival: Arrival = {
  at: "http",
  line: "POST /echo HTTP/1.1",
  headers: ["Host", "127.0.0.1:8000", "X-Own", "1", "Content-Length", "4"],
  body: "body",
  trailers: [],
};

it.each<[string, Partial<Arrival>]>([
  ["came elsewhere", { at: "proxy" }],
  ["has another path", { line: "POST /other HTTP/1.1" }],
  ["spells a header otherwise", { headers: arrival.headers.with(2, "x-own") }],
  ["has its headers in another order", { headers: arrival.headers.toReversed() }],
  ["lacks a header", { headers: arrival.headers.slice(0, 4) }],
  ["has another body", { body: "Body" }],
  ["has trailers", { trailers: ["X-Sum", "7"] }],
])("tells a request from another that %s", (_, difference) => {
  const other = { ...arrival, ...difference };
  expect(comparable([other])).not.toEqual(comparable([arrival]));
});

it("takes requests for the same whatever their order, boundaries, ids and times", () => {
  const form = (boundary: string, date: string): Arrival => ({
    ...arrival,
    headers: ["content-type", `multipart/form-data; boundary=${boundary}`, "X-Amz-Date", date],
    body: `--${boundary}--`,
  });
  const [first, second] = [form("a1", "20260131T120000Z"), form("b2", "20260131T120001Z")];
  expect(comparable([arrival, first])).toEqual(comparable([second, arrival]));
});

it("compares what was said, but for what chance decides", () => {
  const said = (order: number[], text: string): unknown => [{ text, turns: { chance: order } }];
  expect(withoutChance(said([1, 2], "a"))).toEqual(withoutChance(said([2, 1], "a")));
  expect(withoutChance(said([1, 2], "a"))).not.toEqual(withoutChance(said([1, 2], "b")));
});
