import type { Model } from "../scripted-model.ts";
import { each, teamModel, type TeamScript } from "./team-model.ts";

const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``;

const PLOT = `import csv, sys

rows = list(csv.DictReader(open("prices.csv")))
if "week" not in rows[0]:
    sys.exit("There is no column week.")
lines = ""
for name, colour in (("NORTH", "navy"), ("SOUTH", "green")):
    points = " ".join(f"{40 * int(row['week'])},{200 - int(row[name])}" for row in rows)
    lines += f'<polyline points="{points}" fill="none" stroke="{colour}"><title>{name}</title></polyline>'
open("plot.svg", "w").write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 200">{lines}</svg>')
print("plot.svg is saved.")`;

const DONE = "The picture is saved as plot.svg. TERMINATE";

const SCRIPT: TeamScript = {
  plot: { Assistant: each(fenced("python", PLOT), DONE) },

  "plot-mended": {
    Assistant: each(
      fenced("python", PLOT.replaceAll("week", "Week")),
      `The column is called week.\n\n${fenced("python", PLOT)}`,
      DONE,
    ),
  },

  "best-week": {
    Assistant: each(
      fenced(
        "python",
        `import csv

rows = [int(row["NORTH"]) for row in csv.DictReader(open("prices.csv"))]
gains = [after - before for before, after in zip(rows, rows[1:])]
print("gain", max(gains), "in week", gains.index(max(gains)) + 2)`,
      ),
      "NORTH gained most in week 4. TERMINATE",
    ),
  },

  shell: {
    Assistant: each(
      fenced("sh", "tail -n +2 prices.csv | grep -c ,"),
      "There are 5 weeks. TERMINATE",
    ),
  },

  "never-right": {
    Assistant: each(
      ...Array.from({ length: 4 }, () =>
        fenced("sh", "echo There are no prices of next week. >&2\nexit 1"),
      ),
    ),
  },

  approved: {
    Assistant: each(
      fenced("sh", "tail -n 1 prices.csv | cut -d, -f2,3 > last.txt"),
      "It is saved. TERMINATE",
      fenced("sh", "tail -n 1 prices.csv | cut -d, -f2,3 | tr , ' ' > last.txt"),
      "It is one line now. TERMINATE",
    ),
  },

  "as-json": {
    Assistant: each(
      `I take JavaScript.\n\n${fenced(
        "js",
        `// filename: last.js
const fs = require("node:fs");
const [, NORTH, SOUTH] = fs.readFileSync("prices.csv", "utf8").trim().split("\\n").at(-1).split(",");
fs.writeFileSync("last.json", JSON.stringify({ NORTH: Number(NORTH), SOUTH: Number(SOUTH) }));`,
      )}`,
      "It is in last.json. TERMINATE",
    ),
  },

  "no-code": { Assistant: each("A stock is a share of a company.") },
};

/** A model that knows the conversations of the stocks suite. */
export function stocksModel(): Model {
  return teamModel("stocks", SCRIPT);
}
