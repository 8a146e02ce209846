import type { Arrival } from "../server/server.ts";
import type { Chance } from "./seen.ts";

/** Headers that are new in every request. */
const RANDOM = new Set([
  "amz-sdk-invocation-id",
  "authorization",
  "sec-websocket-key",
  "x-amz-date",
]);

/**
 * Requests without what their clients throw dice for, and without the time; in an order that does not depend on which
 * of several sockets was faster.
 */
export function comparable(arrived: readonly Arrival[] | undefined): unknown {
  const texts = arrived?.map((arrival) => {
    const headers = arrival.headers.map((text, index) => {
      const name = index % 2 === 1 ? (arrival.headers[index - 1] ?? "") : "";
      return RANDOM.has(name.toLowerCase()) ? "new each time" : text;
    });
    const boundary = /boundary="?([^";\n]+)/.exec(arrival.headers.join("\n"))?.[1];
    const text = JSON.stringify({ ...arrival, headers });
    return boundary === undefined ? text : text.replaceAll(boundary, "boundary");
  });
  return texts?.sort().map((text) => JSON.parse(text) as unknown);
}

/** What was said, without what chance decides. */
export function withoutChance(said: unknown): unknown {
  if (Array.isArray(said)) return said.map(withoutChance);
  if (said === null || typeof said !== "object") return said;
  if ("chance" in said) return typeof (said as Chance).chance;
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, withoutChance(value)]),
  );
}
