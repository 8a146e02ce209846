import type { CaseRow, PassHat } from "../failures/case-row.ts";
import { ARROW, intervalText, percent } from "../words/format.ts";
import { listed } from "../../text/count.ts";
import type { Paint } from "../words/paint.ts";
import { GAP, plainTable } from "../words/plain-table.ts";
import { oneLine } from "../../text/printable.ts";
import { width, wrap } from "../words/width.ts";

const COLOURS = { passed: "green", failed: "red", errored: "yellow", skipped: "dim" } as const;
/** The columns of numbers, which are the last. */
const MEANS = ["calls", "cost", "time"] as const;

/** A column of the table, each of its cells as pieces that may stand below each other. */
interface Column {
  readonly title: string;
  readonly cells: readonly (readonly string[])[];
  readonly width: number;
}

type Name = "case" | "verdict" | "chance" | "route" | (typeof MEANS)[number];

/**
 * What gives way, in this order, where the columns together are too wide: a column becomes narrower, down to so much, and
 * goes on in a further line; or it is left out. Whether a case passes always shows, and so does its name.
 */
const CONCESSIONS: readonly (readonly [Name, number | "brief" | "out"])[] = [
  ["route", 24],
  ["case", 16],
  ["verdict", 11],
  ["chance", "brief"],
  ["chance", "out"],
  ["route", 20],
  ["time", "out"],
  ["cost", "out"],
  ["calls", "out"],
  ["route", 14],
  ["case", 10],
];

/** The cases as a table of at most so many columns of text. */
export function caseTable(rows: readonly CaseRow[], paint: Paint, columns: number): string {
  const shown = fitted(columnsOf(rows), rows, columns);
  const means = MEANS.filter((name) => shown.has(name));
  const table = plainTable(
    [...shown.values()].map(({ title }) => paint("bold", title)),
    rows.map(({ verdict }, index) =>
      [...shown].map(([name, { cells, width: room }]) => {
        const text = wrap(cells[index] ?? [], room).replaceAll("\u00A0", " ");
        return name === "verdict"
          ? text.replaceAll(/.+/g, (line) => paint(COLOURS[verdict], line))
          : text;
      }),
    ),
    shown.size - means.length,
  );
  const note =
    means.length > 0 && rows.some(({ trials }) => trials > 1)
      ? [paint("dim", `${sentence(listed(means))} are means over the trials of a case.`)]
      : [];
  return [table, ...note].join("\n");
}

function columnsOf(rows: readonly CaseRow[]): Map<Name, Column> {
  const many = rows.some(({ passHat }) => passHat !== undefined);
  const of = (title: string, pieces: (row: CaseRow) => readonly string[]): Column =>
    column(title, rows.map(pieces));
  return new Map<Name, Column>([
    ["case", of("case", ({ id }) => [oneLine(id)])],
    ["verdict", of("verdict", ({ outcome }) => outcome.split(/(?<=,) /))],
    ...(many ? [["chance", chanceColumn(rows, true)] as const] : []),
    ["route", of("route of agents", routePieces)],
    ...MEANS.map((name) => [name, of(name, (row) => [row[name]])] as const),
  ]);
}

/** As wide as it needs. */
function column(title: string, cells: Column["cells"]): Column {
  const widths = cells.map((pieces) => width(pieces.join(" ")));
  return { title, cells, width: widths.reduce((a, b) => Math.max(a, b), width(title)) };
}

function chanceColumn(rows: readonly CaseRow[], withInterval: boolean): Column {
  return column(
    passHatTitle(rows, withInterval),
    rows.map(({ passHat }) => [passHatText(passHat, rows, withInterval)]),
  );
}

function fitted(
  all: ReadonlyMap<Name, Column>,
  rows: readonly CaseRow[],
  columns: number,
): Map<Name, Column> {
  const shown = new Map(all);
  for (const [name, least] of CONCESSIONS) {
    const over = [...shown.values()].reduce((sum, one) => sum + one.width + GAP, -GAP) - columns;
    if (over <= 0) break;
    const own = shown.get(name);
    if (own === undefined) continue;
    if (least === "out") shown.delete(name);
    else if (least === "brief") shown.set(name, chanceColumn(rows, false));
    else shown.set(name, { ...own, width: Math.max(Math.min(own.width, least), own.width - over) });
  }
  return shown;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A route is broken before an arrow and never after one, a reason between words. */
function routePieces({ route, otherRoutes, reason, trials }: CaseRow): string[] {
  if (trials === 0) return oneLine(reason).split(" ");
  const [first = "", ...rest] = oneLine(route).split(ARROW);
  const others = otherRoutes === 0 ? [] : [`(${otherRoutes} went another way)`];
  return [first, ...rest.map((agent) => `→\u00A0${agent}`), ...others];
}

/** Where all cases have the same k it stands in the title. */
function passHatTitle(rows: readonly CaseRow[], withInterval: boolean): string {
  const ks = new Set(rows.flatMap(({ passHat }) => (passHat === undefined ? [] : [passHat.k])));
  return `pass^${ks.size === 1 ? String([...ks][0]) : "k"}${withInterval ? " (95 %)" : ""}`;
}

function passHatText(
  passHat: PassHat | undefined,
  rows: readonly CaseRow[],
  withInterval: boolean,
): string {
  if (passHat === undefined) return "";
  const { k, value, interval } = passHat;
  const same = rows.every((row) => row.passHat === undefined || row.passHat.k === k);
  const ends = interval === null || !withInterval ? "" : ` (${intervalText(interval)})`;
  return `${same ? "" : `k=${k}: `}${percent(value)}${ends}`;
}
