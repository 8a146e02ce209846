import { isRecord } from "../json/value.ts";
import type { Suggestion } from "./expectation-at.ts";

/** What is suggested as people write it: a list where its mode is the usual one, a name where a call says no more. */
export function shortForm({ key, value }: Suggestion): unknown {
  if (!isRecord(value)) return value;
  if (key === "tool_calls") {
    const calls = (value["calls"] as readonly object[]).map((call) =>
      "name" in call && Object.keys(call).length === 1 ? call.name : call,
    );
    return value["mode"] === "exact" ? calls : { ...value, calls };
  }
  if (key === "handoffs") {
    const { mode, route, ...others } = value;
    if (mode !== "exact") return value;
    return Object.keys(others).length === 0 ? route : { ...others, route };
  }
  if (key !== "output" && key !== "said") return value;
  const { contains } = value;
  return Array.isArray(contains) && contains.length === 1
    ? { ...value, contains: contains[0] as unknown }
    : value;
}
