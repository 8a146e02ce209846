import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const rooms = readdirSync(join(ROOT, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What each room may import, by the table of docs/architecture.md. */
function floors(): Record<string, string[]> {
  const [, text = ""] = readFileSync(join(ROOT, "docs/architecture.md"), "utf8").split(
    "may import",
  );
  const rows = [...text.matchAll(/^\| `(\w+)\/` .*\| ([^|]+?) +\|$/gm)];
  const names = rows.map(([, room = ""]) => room);
  return Object.fromEntries(
    rows.map(([, room = "", cell = ""], row) => [room, allowed(cell, names.slice(row + 1)).sort()]),
  );
}

function allowed(cell: string, below: readonly string[]): string[] {
  if (cell === "all" || cell === "the rooms below") return [...below];
  return cell === "–" ? [] : cell.split(", ").map((entry) => entry.replace("' types", ""));
}

/** What oxlint lets each room import, of all rooms and of what the package exports. */
function unrefused(): Record<string, string[]> {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-floors-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  copyFileSync(join(ROOT, ".oxlintrc.json"), join(directory, ".oxlintrc.json"));
  const targets = [...rooms.map((room) => `../${room}/idea.ts`), "../index.ts"];
  for (const room of rooms) {
    mkdirSync(join(directory, "src", room), { recursive: true });
    const lines = targets.map((target) => `export type * from "${target}";\n`);
    writeFileSync(join(directory, "src", room, "idea.ts"), lines.join(""));
  }
  const refused = refusals(directory);
  return Object.fromEntries(
    rooms.map((room) => [
      room,
      targets
        .filter((target) => !refused.has(`src/${room}/idea.ts ${target}`))
        .map((target) => target.split("/")[1] ?? "")
        .filter((target) => target !== room)
        .sort(),
    ]),
  );
}

/** The file and the import of each error that oxlint has about the floors. */
function refusals(directory: string): Set<string> {
  const oxlint = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const args = [oxlint, "--format", "unix", "--allow", "import/no-cycle"];
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
  const { cli, ...others } = floors();
  const { cli: unrestricted, ...held } = unrefused();
  expect(held).toEqual(others);
  expect(unrestricted).toEqual([...(cli ?? []), "index.ts"].sort());
});
