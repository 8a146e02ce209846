import { listed } from "../../text/count.ts";
import { foldedRoute } from "../../trajectory/loops.ts";
import { oneLine } from "../../text/printable.ts";
import type { CaseRow } from "../failures/case-row.ts";
import { estimate, routeText } from "../words/format.ts";
import type { Surroundings } from "../report.ts";
import { GAP, plainTable } from "../words/plain-table.ts";
import { width, wrap } from "../words/wrap.ts";

const COLOURS = { passed: "green", failed: "red", errored: "yellow", skipped: "dim" } as const;
/** The columns of numbers, the last ones. */
const MEANS = ["calls", "cost", "time"] as const;

/** Each cell has pieces that may stand below each other. */
interface Column {
  readonly title: string;
  readonly cells: readonly (readonly string[])[];
  readonly width: number;
}

type Name = "case" | "verdict" | "chance" | "route" | (typeof MEANS)[number];

/**
 * If the table is too wide, these give way, in this order: a column becomes narrower, down to this width, and takes
 * several lines; or it is left out. The name of a case and its verdict always show. A name is never broken, as it is there
 * to be copied: one that is wider than its column has a line of its own.
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

/** The cases as a table that is at most `columns` characters wide, but for names that are wider. */
export function caseTable(
  rows: readonly CaseRow[],
  { paint, columns, verbose }: Pick<Surroundings, "paint" | "columns" | "verbose">,
): string {
  const shown = fitted(columnsOf(rows, verbose), rows, columns);
  const means = MEANS.filter((name) => shown.has(name));
  const drawn = rows.map(({ verdict, id }, index) =>
    [...shown].map(([name, { cells, width: room }]) => {
      if (name === "case") return width(oneLine(id)) > room ? "" : oneLine(id);
      const text = wrap(cells[index] ?? [], room).replaceAll("\u00A0", " ");
      return name === "verdict"
        ? text.replaceAll(/.+/g, (line) => paint(COLOURS[verdict], line))
        : text;
    }),
  );
  const lines = plainTable(
    [...shown.values()].map(({ title }) => paint("bold", title)),
    drawn,
    shown.size - means.length,
  ).split("\n");
  let from = 1;
  const table = [
    ...lines.slice(0, from),
    ...drawn.flatMap((cells, index) => {
      const to = from + Math.max(...cells.map((cell) => cell.split("\n").length));
      const own = lines.slice(from, (from = to));
      return cells[0] === "" ? [oneLine(rows[index]?.id ?? ""), ...own] : own;
    }),
  ].join("\n");
  const note =
    means.length > 0 && rows.some(({ trials }) => trials > 1)
      ? [paint("dim", `${sentence(listed(means))} are means over the trials of a case.`)]
      : [];
  return [table, ...note].join("\n");
}

function columnsOf(rows: readonly CaseRow[], verbose: boolean): Map<Name, Column> {
  const many = verbose && rows.some(({ estimates }) => estimates !== undefined);
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

function column(title: string, cells: Column["cells"]): Column {
  const widths = cells.map((pieces) => width(pieces.join(" ")));
  return { title, cells, width: widths.reduce((a, b) => Math.max(a, b), width(title)) };
}

/** pass^k for the largest k of each case; the title has k if it is the same for all. */
function chanceColumn(rows: readonly CaseRow[], withInterval: boolean): Column {
  const ks = new Set(rows.flatMap(({ estimates }) => estimates?.k ?? []));
  const cells = rows.map(({ estimates }) => {
    if (estimates === undefined) return [""];
    const [share, interval] = estimates.passHat;
    const text = estimate(share, withInterval ? interval : null);
    return [ks.size === 1 ? text : `k=${estimates.k}: ${text}`];
  });
  const title = `pass^${ks.size === 1 ? [...ks].join() : "k"}`;
  return column(withInterval ? `${title} (95 %)` : title, cells);
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

/** A route is broken before its arrows, a reason between words. */
function routePieces({ route, otherRoutes, reason, trials }: CaseRow): string[] {
  if (trials === 0) return oneLine(reason).split(" ");
  const [first = routeText([]), ...rest] = foldedRoute(route).map((agent) => oneLine(agent));
  const others = otherRoutes === 0 ? [] : [`(${otherRoutes} went another way)`];
  return [first, ...rest.map((agent) => `→\u00A0${agent}`), ...others];
}
