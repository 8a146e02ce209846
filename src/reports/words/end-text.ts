import { plural } from "../../text/count.ts";
import type { EndedStep, EndReason } from "../../trajectory/trajectory.ts";

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
