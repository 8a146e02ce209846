import { existsSync, readFileSync } from "node:fs";
import { attempt } from "../../runner/errors.ts";
import { appendLines } from "../../text/append-lines.ts";

/**
 * What git is told of an eval's files. Recordings are compared byte by byte, and their diffs are folded in reviews as those
 * of other cassettes are. Pictures and sounds are
 * beside them as they are. Of the reports only baselines are kept. The lines of a group only work in their order.
 */
const GROUPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ".gitattributes": [
    ["evals/*.jsonl text eol=lf"],
    ["fixtures/** text eol=lf linguist-generated", "fixtures/*/media/* binary"],
    ["reports/*.baseline.json text eol=lf"],
  ],
  ".gitignore": [["reports/*", "!reports/*.baseline.json"], [".env"]],
};

/** Adds the lines that are missing in the files of git. Returns what was done, a line for each file. Throws UsageError. */
export function writeGitFiles(): string[] {
  return Object.entries(GROUPS).flatMap(([file, groups]) => {
    const isThere = existsSync(file);
    return attempt(`${file} could not be written`, () => {
      const known = new Set(
        isThere
          ? readFileSync(file, "utf8")
              .split(/\r?\n/)
              .map((line) => line.trim())
          : [],
      );
      const missing = groups.flatMap((lines) => {
        const first = lines.findIndex((line) => !known.has(line));
        return first < 0 ? [] : lines.slice(first);
      });
      if (missing.length === 0) return [];
      appendLines(file, missing);
      return isThere ? [`added to ${file}: ${missing.join(", ")}`] : [`wrote ${file}`];
    });
  });
}
