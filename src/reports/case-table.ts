import Table from "cli-table3";
import type { CaseRow, PassHat } from "./case-row.ts";
import { ARROW, intervalText, percent } from "./format.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./printable.ts";
import { width, wrap } from "./width.ts";

const COLOURS = { passed: "green", failed: "red", errored: "yellow", skipped: "dim" } as const;
const GAP = 2;
const NARROWEST_ROUTE = 24;
const NARROWEST_ID = 16;

/** The cases as a table of so many columns of text. Where it would be wider, routes and then names go on in a further line. */
export function caseTable(rows: readonly CaseRow[], paint: Paint, columns: number): string {
  const many = rows.some(({ trials }) => trials > 1);
  const head = [
    "case",
    "verdict",
    ...(many ? [passHatTitle(rows)] : []),
    "route of agents",
    "calls",
    "cost",
    "time",
  ];
  const cells = rows.map((row) => [
    [oneLine(row.id)],
    [row.outcome],
    ...(many ? [[passHatText(row.passHat, rows)]] : []),
    routePieces(row),
    [row.calls],
    [row.cost],
    [row.time],
  ]);
  const room = fitted(head, cells, head.length - 4, columns);
  const table = new Table({
    head: head.map((title) => paint("bold", title)),
    colAligns: head.map((_, index) => (index < head.length - 3 ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    chars: NO_LINES,
  });
  for (const [index, row] of rows.entries()) {
    const texts = (cells[index] ?? []).map((pieces, column) =>
      wrap(pieces, room[column] ?? columns),
    );
    table.push(
      texts.map((text, column) => (column === 1 ? paint(COLOURS[row.verdict], text) : text)),
    );
  }
  const lines = table.toString().split("\n");
  const note = many
    ? [paint("dim", "Calls, cost and time are means over the trials of a case.")]
    : [];
  return [...lines.map((line) => line.trimEnd()), ...note].join("\n");
}

/** How wide each column may be: as wide as it needs, but for routes and names, where all do not fit. */
function fitted(
  head: readonly string[],
  cells: readonly (readonly (readonly string[])[])[],
  routeColumn: number,
  columns: number,
): number[] {
  const needed = head.map((title, column) =>
    Math.max(width(title), ...cells.map((row) => width((row[column] ?? []).join(" ")))),
  );
  const shrink = (column: number, least: number): void => {
    const over = needed.reduce((sum, one) => sum + one + GAP, -GAP) - columns;
    const own = needed[column] ?? 0;
    if (over > 0) needed[column] = Math.max(Math.min(own, least), own - over);
  };
  shrink(routeColumn, NARROWEST_ROUTE);
  shrink(0, NARROWEST_ID);
  return needed;
}

/** A route is broken before an arrow, a reason between words. */
function routePieces({ route, otherRoutes, reason, trials }: CaseRow): string[] {
  if (trials === 0) return oneLine(reason).split(" ");
  const [first = "", ...rest] = oneLine(route).split(ARROW);
  const others = otherRoutes === 0 ? [] : [`(${otherRoutes} went another way)`];
  return [first, ...rest.map((agent) => `→ ${agent}`), ...others];
}

/** Where all cases have the same k it stands in the title. */
function passHatTitle(rows: readonly CaseRow[]): string {
  const ks = new Set(rows.flatMap(({ passHat }) => (passHat === undefined ? [] : [passHat.k])));
  return `pass^${ks.size === 1 ? String([...ks][0]) : "k"} (95 %)`;
}

function passHatText(passHat: PassHat | undefined, rows: readonly CaseRow[]): string {
  if (passHat === undefined) return "";
  const { k, value, interval } = passHat;
  const same = rows.every((row) => row.passHat === undefined || row.passHat.k === k);
  const ends = interval === null ? "" : ` (${intervalText(interval)})`;
  return `${same ? "" : `k=${k}: `}${percent(value)}${ends}`;
}

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};
