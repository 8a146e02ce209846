import type { Difference } from "./difference.ts";
import type { AlikeTape, OtherTape } from "../tape/find-tapes.ts";
import { listed } from "../../text/count.ts";
import { asRecorded, recordedOtherwise } from "./recorded-otherwise.ts";

/** Why no recording answers a request. */
export type MissReason =
  /**
   * The trial has no recording; `others` are those of the same case that there are, the most alike first. `alike` is one
   * of another case, of which this one may be the new name.
   */
  | {
      readonly type: "no_tape";
      readonly others: readonly OtherTape[];
      readonly alike?: AlikeTape | undefined;
    }
  /** Nothing was asked of this endpoint; `recorded` are those that were. */
  | { readonly type: "other_endpoint"; readonly recorded: readonly string[] }
  /** The same was asked more often than it was recorded. */
  | { readonly type: "used_up"; readonly times: number }
  /** The conversation goes on where recording `number` ended, by these messages, a line each. */
  | { readonly type: "goes_on"; readonly number: number; readonly added: readonly string[] }
  /** The nearest recording differs. `number` counts from 1; `used` says that it has answered an earlier request already. */
  | {
      readonly type: "differs";
      readonly number: number;
      readonly used: boolean;
      readonly difference: Difference;
    };

/** A request that no recording answers, with what its error says. */
export interface Miss {
  readonly method: string;
  /** With the query; secrets are taken out. */
  readonly path: string;
  /** Of whom it was asked. */
  readonly host: string;
  /** Who asked, and where: `Triage Agent in turn 2`. */
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

function found({ method, path, file, host, recorded, reason }: Miss): string[] {
  switch (reason.type) {
    case "no_tape":
      return [
        `There is no recording ${file}.`,
        ...recordedOtherwise(reason.others),
        ...recordedAlike(reason.alike),
      ];
    case "other_endpoint":
      return [
        `${file} holds no ${method} ${path.replace(/\?.*/s, "")} (asked of ${host}), only ${reason.recorded.join(", ")}.`,
      ];
    case "used_up":
      return [`${file} holds this request ${times(reason.times)}, and it is asked once more.`];
    case "goes_on":
      return [
        `${file} holds the conversation up to recording ${reason.number} of ${recorded}. This goes on from there:`,
        ...cut(reason.added, 4).map((line) => `    + ${line}`),
      ];
    case "differs": {
      const { number, used, difference } = reason;
      const spent = used ? ", which has answered an earlier request already" : "";
      return [
        `Nearest is recording ${number} of ${recorded} in ${file}${spent}. ${differs(difference)}`,
        ...difference.lines.map((line) => `    ${line}`),
        ...also(difference.others),
      ];
    }
  }
}

function differs({ kind, place, lines }: Difference): string {
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

function also(others: readonly string[]): string[] {
  if (others.length === 0) return [];
  return [`    It also differs in ${listed(cut(others, 3, "others"))}.`];
}

function recordedAlike(alike: AlikeTape | undefined): string[] {
  if (alike === undefined) return [];
  const { case: id, file } = alike;
  return [`That of the case ${JSON.stringify(id)} begins with the same request: ${file}.`];
}

function remedies({ reason, command }: Miss): string[] {
  switch (reason.type) {
    case "no_tape":
      return [
        `To record it: ${command("record")}`,
        ...asRecorded(reason.others),
        ...(reason.alike === undefined
          ? []
          : [
              "If only the id of the case was changed: give it the old one, and that recording fits.",
            ]),
      ];
    case "other_endpoint":
    case "used_up":
    case "goes_on":
      return [`If the agents are meant to ask this, record what is missing: ${command("record")}`];
    case "differs":
      return reason.difference.volatile
        ? [
            "Only a date, a time or an id differs, and it will in every run: give it a fixed value, for example by context_variables.",
            `Then record the case again: ${command("update")}`,
          ]
        : [
            `If the change is meant, record the case again: ${command("update")}`,
            "If it is not, undo it, and the recording fits again.",
          ];
  }
}

function cut(items: readonly string[], most: number, rest = "more messages"): string[] {
  return items.length <= most
    ? [...items]
    : [...items.slice(0, most - 1), `${items.length - most + 1} ${rest}`];
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
