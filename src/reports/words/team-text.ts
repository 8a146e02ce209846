import { plural } from "../../text/count.ts";
import type { CodeStep, EndedStep, EndReason } from "../../trajectory/trajectory.ts";

const WHY: Readonly<Record<EndReason, string>> = {
  termination: "as what ends it was said",
  rounds: "as its rounds were over",
  person: "as a person ended it",
  nobody: "as nobody was to speak next",
  failed: "as all failed who were to speak",
};

/** Why a team came to its end, and who failed: it stands behind the team's name. */
export function endText({
  reason,
  rounds,
  failed = [],
}: Omit<EndedStep, "type" | "agent">): string {
  const who = failed.map(({ member, message }) => `; ${member} failed: ${message}`).join("");
  return `ended after ${plural(rounds, "round")}, ${WHY[reason]}${who}`;
}

/** What a program was, and how it ended: it stands behind the name of whoever ran it. */
export function codeText({
  language,
  file,
  exit_code: code,
  stopped,
}: Pick<CodeStep, "language" | "file" | "exit_code" | "stopped">): string {
  const name = file === undefined ? "" : ` ${file}`;
  const why = stopped === undefined ? "" : `, stopped for its limit of ${stopped}`;
  return `runs ${language === "" ? "code of no language" : language}${name}: exit code ${code}${why}`;
}
