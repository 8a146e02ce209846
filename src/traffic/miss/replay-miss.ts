import { listed } from "../../text/count.ts";
import { earlierRefusals, RefusalError } from "../http/refusals.ts";
import type { OtherTape, SimilarTape } from "../tape/find-tapes.ts";
import type { Difference } from "./difference.ts";
import { describeOtherTapes, flagsForOtherTapes } from "./other-tapes.ts";
import { firstOf } from "./summaries.ts";

/** Why no recording answers a request. */
export type MissReason =
  /**
   * The trial has no recording. `others` are the recordings of the same case, the most similar first; `similar` is one
   * of another case, which may be the old name of this one.
   */
  | {
      readonly type: "no_tape";
      readonly others: readonly OtherTape[];
      readonly similar?: SimilarTape | undefined;
    }
  /** No request to this endpoint was recorded; `recorded` are the endpoints of those that were. */
  | { readonly type: "other_endpoint"; readonly recorded: readonly string[] }
  /** The same request was made more often than it was recorded. */
  | { readonly type: "used_up"; readonly times: number }
  /** The conversation continues where recording `number` ended, with these messages, a line each. */
  | { readonly type: "continues"; readonly number: number; readonly added: readonly string[] }
  /** The nearest recording differs. `number` counts from 1; `used` says that it has answered an earlier request. */
  | {
      readonly type: "differs";
      readonly number: number;
      readonly used: boolean;
      readonly difference: Difference;
    }
  /** Its reply had begun before its body ended, as it was recorded, and then it sent something else. */
  | { readonly type: "strayed" };

/** A request that no recording answers, and all that its error says. */
export interface Miss {
  readonly method: string;
  /** With the query, without secrets. */
  readonly path: string;
  readonly host: string;
  /** Who made the request, and where: `Triage Agent in turn 2`. */
  readonly requester: string;
  /** The tape, whether or not it exists. */
  readonly file: string;
  /** The number of exchanges on the tape. */
  readonly recorded: number;
  /** The targets of connections that were refused before. */
  readonly refused: readonly string[];
  readonly reason: MissReason;
  /** Whether the recording notes what its trial read of time and chance. */
  readonly hasClock: boolean;
  /** The command that records the case again, all of it or only what is missing. */
  readonly command: (mode: "record" | "update") => string;
  /** The command that gives the recordings of another case to this one. */
  readonly renameCommand: (from: string) => string;
}

/** A request that no recording answers. The trial cannot go on. */
export class ReplayMissError extends RefusalError {
  readonly miss: Miss;
  /** Records what is missing. The message has it too. */
  readonly command: string;

  constructor(miss: Miss) {
    const command = miss.command(miss.reason.type === "differs" ? "update" : "record");
    super(
      [
        `No recording answers ${miss.method} ${miss.path}, asked by ${miss.requester}.`,
        ...explanation(miss),
        ...remedies(miss, command),
      ].join("\n"),
    );
    this.miss = miss;
    this.command = command;
  }
}

function explanation({ method, path, file, host, recorded, reason }: Miss): string[] {
  switch (reason.type) {
    case "no_tape":
      return [
        `There is no recording ${file}.`,
        ...describeOtherTapes(reason.others),
        ...describeSimilarTape(reason.similar),
      ];
    case "other_endpoint":
      return [
        `${file} holds no ${method} ${path.replace(/\?.*/s, "")} (asked of ${host}), only ${reason.recorded.join(", ")}.`,
      ];
    case "used_up":
      return [`${file} holds this request ${times(reason.times)}, and it is asked once more.`];
    case "continues":
      return [
        `${file} holds the conversation up to recording ${reason.number} of ${recorded}. This goes on from there:`,
        ...firstOf(reason.added, 4, (rest) => `${rest} more messages`).map(
          (line) => `    + ${line}`,
        ),
      ];
    case "differs": {
      const { number, used, difference } = reason;
      const usedBefore = used ? ", which has answered an earlier request already" : "";
      return [
        `Nearest is recording ${number} of ${recorded} in ${file}${usedBefore}. ${describeDifference(difference)}`,
        ...difference.lines.map((line) => `    ${line}`),
        ...describeOtherPlaces(difference.otherPlaces),
      ];
    }
    case "strayed":
      return [
        `The next recording of its kind in ${file} was answered before its body had ended, and so was this. Then it sent something else.`,
      ];
  }
}

function describeSimilarTape(similar: SimilarTape | undefined): string[] {
  if (similar === undefined) return [];
  const { case: id, file } = similar;
  return [`The recording of the case ${JSON.stringify(id)} begins with the same request: ${file}.`];
}

function describeDifference({ kind, place, lines }: Difference): string {
  const end = lines.length > 0 ? ":" : ".";
  switch (kind) {
    case "changed":
      return `It differs in ${place}${end}`;
    case "added":
      return `Only this request has ${place}${end}`;
    case "removed":
      return `Only the recording has ${place}${end}`;
  }
}

function describeOtherPlaces(places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [`    It also differs in ${listed(firstOf(places, 3, (rest) => `${rest} others`))}.`];
}

function remedies(
  { file, reason, refused, hasClock, renameCommand }: Miss,
  command: string,
): string[] {
  switch (reason.type) {
    case "no_tape":
      return [
        `To record it: ${command}`,
        ...flagsForOtherTapes(reason.others),
        ...(reason.similar === undefined
          ? []
          : [`If only the id of the case was changed: ${renameCommand(reason.similar.case)}`]),
      ];
    case "other_endpoint":
    case "used_up":
    case "continues":
      return [`If the agents are meant to ask this, record what is missing: ${command}`];
    case "differs":
      return reason.difference.isVolatile
        ? [
            hasClock
              ? "Only a date, a time or an id differs, which is not the trial's own, and will differ in every run: give it a fixed value, for example by context_variables."
              : "Only a date, a time or an id differs, and this recording notes no clock: one that is made now does, and its replays read the same again.",
            `${hasClock ? "Then record" : "Record"} the case again: ${command}`,
          ]
        : [
            `If the change is meant, record the case again: ${command}`,
            "If it is not, undo it, and the recording fits again.",
            ...earlierRefusals(refused, "that caused the change"),
          ];
    case "strayed":
      return [`If the change is meant, delete ${file}, and record the case anew: ${command}`];
  }
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
