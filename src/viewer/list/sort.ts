import type { Row } from "../../reports/html/parts.ts";
import type { Run } from "../data/run.ts";
import { standingsOf, STANDINGS } from "./filter.ts";

/** Which rows come first, by the name of the order. A descending one has a minus before it. */
const ORDERS = ["attention", "file", "case", "calls", "tokens", "cost", "time"] as const;
export type Order = (typeof ORDERS)[number];

/** The order of a view's `sort`; what needs attention first, if it names none. */
export function orderOf(sort: string | undefined): {
  readonly order: Order;
  readonly down: boolean;
} {
  const name = sort?.replace(/^-/, "");
  const order = ORDERS.find((one) => one === name) ?? "attention";
  return { order, down: sort?.startsWith("-") === true };
}

/** Rows in another order; those that are equal stay as they were. */
export function sorted(rows: readonly Row[], run: Run, sort: string | undefined): Row[] {
  const { order, down } = orderOf(sort);
  const sign = down ? -1 : 1;
  if (order === "case")
    return rows.toSorted(
      (one, other) => sign * one.id.localeCompare(other.id, "en", { numeric: true }),
    );
  const numberOf = NUMBERS[order];
  const numbers = new Map(rows.map((row) => [row, numberOf(row, run)]));
  return rows.toSorted(
    (one, other) => sign * ((numbers.get(one) ?? 0) - (numbers.get(other) ?? 0)),
  );
}

/** What is not known comes last. */
const NUMBERS: Readonly<Record<Exclude<Order, "case">, (row: Row, run: Run) => number>> = {
  attention: (row, run) =>
    Math.min(...standingsOf(row, run).map((standing) => STANDINGS.indexOf(standing))),
  file: ({ line }) => line,
  calls: ({ calls }) => calls,
  tokens: ({ tokens }) => tokens ?? -1,
  cost: ({ cost }) => cost ?? -1,
  time: ({ duration_ms: ms }) => ms,
};
