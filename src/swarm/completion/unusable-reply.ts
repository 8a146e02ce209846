import { field, isRecord, textField } from "../../json/value.ts";
import { cut } from "../../text/printable.ts";

/** The provider answered, but not with a reply: an error under status 200, a reply that it withheld, or no chat completion at all. `answer` is what came. */
export class UnusableReplyError extends Error {
  override readonly name = "UnusableReplyError";
  readonly answer: unknown;

  constructor(problem: string, answer: unknown) {
    super(problem);
    this.answer = answer;
  }
}

/** What came has no message. */
export function notACompletion(answer: unknown): UnusableReplyError {
  const begins = excerpt(answer);
  return new UnusableReplyError(
    `The provider's answer is not a chat completion: ${begins === "" ? "it is empty." : `it has no choices[0].message. It begins: ${begins}`}`,
    answer,
  );
}

/** Throws where a completion, a chunk or its choice carries an error, as gateways do under status 200. */
export function refuseError(answer: unknown, choice: unknown): void {
  const error = [field(answer, "error"), field(choice, "error")].find(saysSomething);
  if (error === undefined) return;
  const message = textField(error, "message") ?? error;
  throw new UnusableReplyError(`The provider answered with an error: ${excerpt(message)}`, answer);
}

/** Some providers send every member of their types, also those that stand for nothing. */
function saysSomething(error: unknown): boolean {
  return isRecord(error) ? Object.values(error).some(Boolean) : Boolean(error);
}

function excerpt(value: unknown): string {
  return cut(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), 300);
}
