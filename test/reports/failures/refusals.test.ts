import { expect, it } from "vitest";
import { csvReport } from "../../../src/reports/csv/csv.ts";
import { githubReport } from "../../../src/reports/github/github.ts";
import { htmlReport } from "../../../src/reports/html/page.ts";
import { junitReport } from "../../../src/reports/junit/junit.ts";
import { draw, HEADER, played, trial } from "../results.ts";
import { unpackedPage } from "../unpacked-page.ts";

const REFUSED = "localhost:5432, wanted by a child process (server.js)";
const CASE = played("asks beside", 3, [{ ...trial(), refused: [REFUSED] }]);

it.each([
  ["junit", junitReport, `<system-err>refused: ${REFUSED}</system-err>`],
  ["csv", csvReport, `,"${REFUSED}",,refused_connection,passed,`],
  ["github", githubReport, `${REFUSED}: in asks beside`],
  ["html", htmlReport, REFUSED],
] as const)("%s names a connection that a trial which passed was refused", (_, report, text) => {
  const { stdout, summary, files } = draw(report, [CASE]);
  expect(unpackedPage([stdout, summary, ...Object.values(files)].join("\n"))).toContain(text);
});

it("warns on the line of the first case", () => {
  const { stdout } = draw(githubReport, [played("plain", 1, [trial()]), CASE]);
  expect(stdout).toContain("line=3,");
  expect(stdout).toContain(`Refused connections in ${HEADER.suite}`);
});
