import { unicodeEscape } from "./printable.ts";

/**
 * What a build server may run of a line that is printed: GitHub `::command::` at its start, whatever spaces are before
 * that, and `##[command]` anywhere in it; Azure Pipelines and TeamCity `##vso[command]` and `##teamcity[command]`.
 */
const COMMAND = /(?<=(?:^|[\r\n\u2028\u2029])[\s\u0085]*:):|(?<=##\w{0,20})\[/g;

/** How a command may begin that the next text goes on with. */
const BEGINNING = /(?:(?:^|[\r\n\u2028\u2029])[\s\u0085]*:?|##?\w{0,20})$/;

/** A text without commands: its `:` or `[` is spelled as JSON may spell it, so that JSON remains the same. */
export function withoutCommands(text: string): string {
  return text.includes("::") || text.includes("##") ? text.replace(COMMAND, unicodeEscape) : text;
}

/** Takes commands out of what is printed piece by piece, where one may begin in a piece and end in the next. */
export function commandBreaker(): (piece: string) => string {
  let beginning = "";
  return (piece) => {
    const whole = beginning + piece;
    const broken = withoutCommands(whole).slice(beginning.length);
    [beginning = ""] = BEGINNING.exec(whole) ?? [];
    return broken;
  };
}
