import type { Difference } from "./difference.ts";

/** Why no recording answers a request. */
export type MissReason =
  /** The trial has no recording; `others` are those of the same case that there are. */
  | { readonly type: "no_tape"; readonly others: readonly string[] }
  /** Nothing was asked of this endpoint; `recorded` are those that were. */
  | { readonly type: "other_endpoint"; readonly recorded: readonly string[] }
  /** The same was asked more often than it was recorded. */
  | { readonly type: "used_up"; readonly times: number }
  /** The nearest recording differs. `number` counts from 1; `used` says that it has answered an earlier request already. */
  | {
      readonly type: "differs";
      readonly number: number;
      readonly used: boolean;
      readonly difference: Difference;
    };

export interface Miss {
  readonly method: string;
  readonly path: string;
  /** Who asked, and where: `Triage Agent, turn 2`. */
  readonly asker: string;
  /** The tape, whether or not it exists. */
  readonly file: string;
  /** How many exchanges the tape holds. */
  readonly recorded: number;
  readonly reason: MissReason;
  /** The command that records the case again, with everything anew or only what is missing. */
  readonly command: (mode: "record" | "update") => string;
}

/** A request that no recording answers. The trial cannot go on, and asking again would not help. */
export class ReplayMissError extends Error {
  override readonly name = "ReplayMissError";
  readonly miss: Miss;

  constructor(miss: Miss) {
    super(
      [
        `No recording answers ${miss.method} ${miss.path}, asked by ${miss.asker}.`,
        ...found(miss),
        ...remedies(miss),
      ].join("\n"),
    );
    this.miss = miss;
  }
}

function found({ file, recorded, reason }: Miss): string[] {
  switch (reason.type) {
    case "no_tape":
      return [
        `There is no recording ${file}.`,
        ...(reason.others.length > 0
          ? [`Of this case there is: ${reason.others.join(", ")}.`]
          : []),
      ];
    case "other_endpoint":
      return [`${file} holds nothing from there, only: ${reason.recorded.join(", ")}.`];
    case "used_up":
      return [`${file} holds this request ${times(reason.times)}, and it is asked once more.`];
    case "differs": {
      const { number, used, difference } = reason;
      const spent = used ? `, which has answered an earlier request already` : "";
      const more =
        difference.others > 0
          ? [`    and ${difference.others} more ${difference.others === 1 ? "place" : "places"}`]
          : [];
      return [
        `Nearest is recording ${number} of ${recorded} in ${file}${spent}. It differs in ${difference.place}:`,
        ...difference.lines.map((line) => `    ${line}`),
        ...more,
      ];
    }
  }
}

function remedies({ reason, command }: Miss): string[] {
  switch (reason.type) {
    case "no_tape":
      return [`To record it: ${command("record")}`];
    case "other_endpoint":
    case "used_up":
      return [`If the agents are meant to ask this, record the case again: ${command("update")}`];
    case "differs":
      return [
        ...(isVolatile(reason.difference)
          ? [
              "Only a date, a time or an id differs. What changes with every run cannot be replayed: give it a fixed value, for example by context_variables.",
            ]
          : []),
        `If the change is meant, record the case again: ${command("update")}`,
        "If it is not, undo it: the recording is what was answered before.",
      ];
  }
}

/** Dates, times, UUIDs and long hexadecimal ids. */
const VOLATILE =
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}(?:, \d{4})?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b|\b\d{10,}\b/gi;

function isVolatile({ lines }: Difference): boolean {
  const fixed = (mark: string): string =>
    lines
      .filter((line) => line.startsWith(mark))
      .map((line) => line.slice(1).replace(VOLATILE, "·"))
      .join("\n");
  return fixed("-") === fixed("+") && lines.some((line) => line.startsWith("-"));
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
