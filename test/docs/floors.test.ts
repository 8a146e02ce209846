import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ARCHITECTURE = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");

/** The files at a room's front. */
const FRONT = ".";

const rooms = folders(join(ROOT, "src"));

function folders(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map(({ name }) => name);
}

/** What each room may import, by the table of rooms in docs/architecture.md. */
function floors(): Record<string, string[]> {
  const [, text = ""] = ARCHITECTURE.split("may import");
  const rows = [...text.matchAll(/^\| `(\w+)\/` .*\| ([^|]+?) +\|$/gm)];
  const names = rows.map(([, room = ""]) => room);
  return Object.fromEntries(
    rows.map(([, room = "", cell = ""], row) => [room, allowed(cell, names.slice(row + 1)).sort()]),
  );
}

function allowed(cell: string, below: readonly string[]): string[] {
  if (cell === "all" || cell === "the rooms below") return [...below];
  return cell === "–" ? [] : cell.split(", ");
}

/** The folders of each big room, the higher ones first, by the table of corridors. */
function corridors(): Record<string, string[]> {
  const [, text = ""] = ARCHITECTURE.split("corridors, the higher ones first");
  const rows = [...text.matchAll(/^\| `(\w+)\/` +\| ([^|]+?) +\|$/gm)];
  return Object.fromEntries(
    rows.map(([, room = "", cell = ""]) => [
      room,
      cell.split(" · ").map((name) => (name === "front" ? FRONT : name.replace(/[`/]/g, ""))),
    ]),
  );
}

/** Makes a project of these files under the linter's rules, and returns which imports it refuses: `file target`. */
function refusals(files: ReadonlyMap<string, readonly string[]>): Set<string> {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-floors-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  cpSync(join(ROOT, "oxlint.config.ts"), join(directory, "oxlint.config.ts"));
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  for (const [file, targets] of files) {
    mkdirSync(join(directory, file, ".."), { recursive: true });
    const lines = targets.map((target) => `export type * from "${target}";\n`);
    writeFileSync(join(directory, file), lines.join(""));
  }
  const oxlint = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const args = [oxlint, "--format", "unix", "--allow", "import/no-cycle", "src"];
  let output: string;
  try {
    output = execFileSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const refusal = /^(.+?):\d+:\d+: '(.+?)' import is restricted/gm;
  return new Set([...output.matchAll(refusal)].map(([, file, target]) => `${file} ${target}`));
}

it("lets a room import what the architecture says, and nothing else", () => {
  const targets = [...rooms.map((room) => `../${room}/idea.ts`), "../index.ts"];
  const refused = refusals(new Map(rooms.map((room) => [`src/${room}/idea.ts`, targets])));
  const held = rooms.map((room) => [
    room,
    targets
      .filter((target) => !refused.has(`src/${room}/idea.ts ${target}`))
      .map((target) => target.split("/")[1] ?? "")
      .filter((target) => target !== room)
      .sort(),
  ]);
  expect(Object.fromEntries(held)).toEqual(floors());
});

it("lets a folder of a room import those after it in the table of corridors, and nothing else", () => {
  const table = corridors();
  const fileOf = (room: string, corridor: string): string =>
    `src/${room}/${corridor === FRONT ? "" : `${corridor}/`}idea.ts`;
  const targetOf = (from: string, to: string): string =>
    `${from === FRONT ? "./" : "../"}${to === FRONT ? "" : `${to}/`}idea.ts`;
  const pairs = Object.entries(table).flatMap(([room, names]) =>
    names.flatMap((from) =>
      names.filter((to) => to !== from).map((to) => ({ room, names, from, to })),
    ),
  );
  const files = Map.groupBy(pairs, ({ room, from }) => fileOf(room, from));
  const refused = refusals(
    new Map([...files].map(([file, its]) => [file, its.map(({ from, to }) => targetOf(from, to))])),
  );
  for (const { room, names, from, to } of pairs) {
    const isRefused = refused.has(`${fileOf(room, from)} ${targetOf(from, to)}`);
    expect({ room, from, to, isRefused }).toEqual({
      room,
      from,
      to,
      isRefused: names.indexOf(to) < names.indexOf(from),
    });
  }
});

it("names every folder of a room in the table of corridors", () => {
  const table = corridors();
  const found = rooms
    .map((room) => [room, folders(join(ROOT, "src", room)).sort()] as const)
    .filter(([, names]) => names.length > 0);
  const told = Object.entries(table).map(
    ([room, names]) => [room, names.filter((name) => name !== FRONT).sort()] as const,
  );
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(found));
});

it.each(["src", "test"])(
  "keeps every folder of %s to 16 names, but for the rooms themselves",
  (top) => {
    const crowded: string[] = [];
    const visit = (directory: string): void => {
      const names = readdirSync(directory);
      if (names.length > 16) crowded.push(directory.slice(ROOT.length));
      for (const name of folders(directory)) visit(join(directory, name));
    };
    for (const room of folders(join(ROOT, top))) visit(join(ROOT, top, room));
    expect(crowded).toEqual([]);
  },
);
