import { expect, it } from "vitest";
import { csvReport } from "../../../src/reports/csv/csv.ts";
import { githubReport } from "../../../src/reports/github/github.ts";
import { junitReport } from "../../../src/reports/junit/junit.ts";
import { tableReport } from "../../../src/reports/terminal/table.ts";
import { check, draw, played, says, trial, turn, unfolded } from "../results.ts";

const REPORTS = {
  table: tableReport,
  junit: junitReport,
  github: githubReport,
  csv: csvReport,
};

function drawn(name: keyof typeof REPORTS, reason: string): string {
  const wrong = trial({
    turns: [turn("Hi", says("A", "y".repeat(1_000_000)))],
    checks: [check("failed", "output", 1, reason)],
  });
  const { stdout, summary, files } = draw(REPORTS[name], [played("long", 1, [wrong])]);
  return [unfolded(stdout), summary, ...Object.values(files)].join("\n");
}

it.each(["table", "junit", "github", "csv"] as const)(
  "%s is not flooded by a reason of a megabyte, and says what it leaves out",
  (name) => {
    const text = drawn(name, `expected x, got ${"z".repeat(1_000_000)}`);
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain("expected x, got zzz");
    expect(text).toMatch(/… and 9\d\d,\d{3} more characters, in the result file/);
  },
);

it.each(["table", "junit", "github"] as const)("%s counts the lines beyond 200", (name) => {
  const text = drawn(name, "a line\n".repeat(10_000));
  expect(text.length).toBeLessThan(100_000);
  expect(text).toContain("… and 9,801 more lines, in the result file");
});
