import { styleText } from "node:util";
import type { LoopEvent } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import { plural } from "../text/count.ts";
import { oneLine, printable } from "../text/printable.ts";

/** Shows a conversation to the user. */
export interface Screen {
  /** What stands before the line that the user types. */
  readonly prompt: string;
  /** A message of the user that was not typed on this screen. */
  user(text: string): void;
  event(event: LoopEvent): void;
  /** A word of our own. */
  note(text: string): void;
  error(text: string): void;
}

/** A tool's answer may be a whole document. */
const MOST_OF_AN_ANSWER = 200;

/** Names of agents and tools are in colour if the output is a terminal and NO_COLOR is not set. */
export function openScreen(output: NodeJS.WritableStream): Screen {
  type Style = Parameters<typeof styleText>[0];
  const paint = (style: Style, text: string): string => styleText(style, text, { stream: output });
  const prompt = `${paint("gray", "User:")} `;
  const name = (agent: string): string => paint(["bold", "blue"], `${printable(agent)}:`);
  let streamed = false;
  let unfinished = false;

  const endLine = (): void => {
    if (unfinished) output.write("\n");
    unfinished = false;
  };
  const line = (text: string): void => {
    endLine();
    output.write(`${text}\n`);
  };
  const detail = (text: string): void => line(paint("gray", `  ${text}`));

  return {
    prompt,
    user: (text) => line(prompt + printable(text)),
    event(event) {
      switch (event.type) {
        case "message_start":
          streamed = false;
          break;
        case "delta": {
          const said = contentText(event.delta.content) + (event.delta.refusal ?? "");
          // A Windows line break may come in two pieces.
          const text = printable(said.replace(/\r$/, ""));
          if (text === "") break;
          output.write(unfinished ? text : `${name(event.agent)} ${text}`);
          streamed = unfinished = true;
          break;
        }
        case "reply": {
          const { content, refusal } = event.message;
          const text = contentText(content) || (refusal ?? "");
          if (streamed) endLine();
          else if (text !== "") line(`${name(event.agent)} ${printable(text)}`);
          else if (callsIn(event.message).length === 0)
            line(`${name(event.agent)} ${paint("gray", "(nothing)")}`);
          break;
        }
        case "tool_call":
          line(`${name(event.agent)} ${paint("magenta", printable(event.name))}(${args(event)})`);
          break;
        case "tool_result":
          if (event.error !== undefined)
            line(paint("red", `  ${oneLine(event.content.trim(), MOST_OF_AN_ANSWER)}`));
          else if (event.content !== JSON.stringify({ assistant: event.to }))
            detail(`= ${oneLine(event.content.trim(), MOST_OF_AN_ANSWER)}`);
          break;
        case "handoff":
          detail(`→ ${printable(event.to)}`);
          break;
        case "context_change":
          detail(`context variables: ${oneLine(JSON.stringify(event.changes), MOST_OF_AN_ANSWER)}`);
          break;
        case "code":
          detail(`ran ${printable(event.language)}: exit code ${event.exit_code}`);
          break;
        case "said":
          // A person has typed it here.
          if (event.by !== "person") line(`${name(event.agent)} ${printable(event.content)}`);
          break;
        case "ended":
          detail(`(${printable(event.agent)} ended: ${event.reason})`);
          break;
        case "turn_limit":
          detail(`(stopped after ${plural(event.max_turns, "completion")}: the limit of a turn)`);
          break;
      }
    },
    note: (text) => line(paint("gray", text)),
    error: (text) => line(paint("red", printable(text))),
  };
}

function args({ arguments: given }: { readonly arguments: unknown }): string {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return text === "{}" ? "" : printable(text);
}
