import { statSync } from "node:fs";
import { UsageError } from "../../runner/errors.ts";
import { plural } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { oneLine } from "../../text/printable.ts";
import type { TapeHeader } from "../../traffic/tape/tape.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { EXIT } from "../process/exit-code.ts";
import { conversationLines } from "./conversation.ts";
import { playable, readKept, tapesOfCase, type KeptTape } from "./kept-tape.ts";
import { tapedSuites, type PlaceOptions, type TapedSuite } from "./suites.ts";
import { whoAnswered } from "./words.ts";

/** Shows a tape as a conversation: a file, or that of a case. Returns the exit code. Throws UsageError, CaseFileError and TapeError. */
export async function show(
  target: string,
  caseFiles: readonly string[],
  options: PlaceOptions,
): Promise<number> {
  const isFile = statSync(target, { throwIfNoEntry: false })?.isFile() === true;
  const tapes = isFile
    ? [readKept(target)]
    : named(target, await tapedSuites(caseFiles, options), options);
  const [tape, ...others] = tapes.toSorted(byLikelihood) as [KeptTape, ...KeptTape[]];
  const content = playable(tape);
  const lines = [
    `${oneLine(tape.file)}: ${headline(content.header)}, ${plural(content.exchanges.length, "request")}`,
    ...conversationLines(content),
    ...(content.header.outcome === "errored" ? ["    (broke off here)"] : []),
    ...(content.header.ended === undefined
      ? []
      : [`    (ended here: ${oneLine(content.header.ended.reason)})`]),
    ...(others.length === 0 ? [] : ["Other recordings of the case:"]),
    ...others.map(({ file }) => `  ${oneLine(file)}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.passed;
}

/** The tapes of a case, at least one. */
function named(
  id: string,
  suites: readonly TapedSuite[],
  options: PlaceOptions,
): readonly KeptTape[] {
  const files = suites.flatMap((suite) => suite.tapes);
  const { tapes, ids } = tapesOfCase(files, id);
  if (tapes.length > 0) return tapes;
  const near = nearest(id, [...ids]);
  const hint =
    near === undefined
      ? " List what there is: npx swarm-eval recordings"
      : ` Did you mean ${JSON.stringify(near)}?`;
  const where = suites.length === 1 ? suites[0]?.fixtures : usualFixtures(options);
  throw new UsageError(
    `There is neither a file ${JSON.stringify(id)} nor a recording of such a case in ${where}.${hint}`,
  );
}

/** First trials before others, and those of the agents' own models, not streamed. */
function byLikelihood(a: KeptTape, b: KeptTape): number {
  const rank = ({ content }: KeptTape): number => {
    if (content === undefined) return 0;
    const { trial, model, variant, stream } = content.header;
    return trial + (model === null && variant === undefined ? 0 : 0.5) + (stream ? 0.25 : 0);
  };
  return rank(a) - rank(b);
}

function headline(header: TapeHeader): string {
  const { case: id, trial, model, variant, stream, recorded_at: date } = header;
  return oneLine(
    [
      `case ${JSON.stringify(id)}`,
      `trial ${trial}`,
      ...(variant === undefined ? [] : [`variant ${variant}`]),
      ...(model === null ? [] : [`model ${model}`]),
      ...(stream ? ["streamed"] : []),
      `recorded ${date}`,
      `answered by ${whoAnswered(header)}`,
    ].join(", "),
  );
}
