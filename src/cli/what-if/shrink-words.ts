import { dollars } from "../../reports/words/format.ts";
import type { OfferedPart } from "../../shrinking/offered.ts";
import type { Sprt } from "../../stats/sequential/sprt.ts";
import type { Candidate } from "../../shrinking/candidate.ts";
import { trialsFor } from "../../shrinking/frequency.ts";
import type { Outlook } from "../../shrinking/shrink.ts";
import { listed, plural, thousands } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { wordsOf } from "../../text/sentences.ts";

/** What the search may take, and what it takes if little of the case matters. `cost` is that of a trial, in US dollars. */
export function costLine(
  { most, usual }: Outlook,
  test: Sprt,
  mostTrials: number,
  cost: number | null,
): string {
  const { never, as } = trialsFor(test, mostTrials);
  const text = (tries: number, trials: number): string =>
    `${tries === 1 ? "1 try" : `${thousands(tries)} tries`} in ${plural(trials, "trial")}, ${cost === null ? "at a cost that is not known" : dollars(cost * trials)}`;
  const trials = Math.round(usual.dropped * never + usual.kept * as);
  return `It takes about ${text(usual.dropped + usual.kept, trials)}, if little of that matters; at most ${text(most, most * mostTrials)}.`;
}

/** How much there is of a candidate: `2 turns, 7 words, 1 tool, 2 sentences of instructions`. */
export function sizeText({ turns, leftOut }: Candidate, offered: readonly OfferedPart[]): string {
  const count = (kind: OfferedPart["kind"]): number =>
    offered.filter((part) => part.kind === kind && !leftOut.includes(part)).length;
  const words = turns.flatMap(({ user }) => (typeof user === "string" ? wordsOf(user) : []));
  return [
    plural(turns.length, "turn"),
    plural(words.length, "word"),
    plural(count("tool"), "tool"),
    plural(count("instruction"), "sentence of instructions", "sentences of instructions"),
  ].join(", ");
}

/** What a failure needs that no case can say. */
export function needsLines({ leftOut }: Candidate, offered: readonly OfferedPart[]): string[] {
  const kept = offered.filter((part) => !leftOut.includes(part));
  const of = (kind: OfferedPart["kind"]): [string, OfferedPart[]][] => [
    ...Map.groupBy(
      kept.filter((part) => part.kind === kind),
      ({ agent }) => agent,
    ),
  ];
  const tools = of("tool").map(
    ([agent, parts]) => `${listed(parts.map(({ text }) => text))} of ${agent}`,
  );
  return [
    tools.length === 0
      ? "The failure needs no tool."
      : `The failure needs these tools: ${tools.join("; ")}.`,
    ...(of("instruction").length === 0 ? ["It needs no instructions."] : []),
    ...of("instruction").map(
      ([agent, parts]) =>
        `It needs of the instructions of ${agent}: ${parts.map(({ text }) => JSON.stringify(oneLine(text))).join(", ")}.`,
    ),
  ];
}
