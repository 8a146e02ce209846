import { isRecord } from "../../json/is-record.ts";
import { cut } from "../../text/cut.ts";
import { field, textField } from "../../json/field.ts";

/** The provider answered without a reply: an error under status 200, a withheld reply, or no chat completion. */
export class UnusableReplyError extends Error {
  override readonly name = "UnusableReplyError";
  readonly answer: unknown;

  constructor(problem: string, answer: unknown) {
    super(problem);
    this.answer = answer;
  }
}

export function notACompletion(answer: unknown): UnusableReplyError {
  const begins = excerpt(answer);
  return new UnusableReplyError(
    `The provider's answer is not a chat completion: ${begins === "" ? "it is empty." : `it has no choices[0].message. It begins: ${begins}`}`,
    answer,
  );
}

/** Throws if a completion, a chunk or its choice carries an error, as gateways send under status 200. */
export function refuseError(answer: unknown, choice: unknown): void {
  const error = [field(answer, "error"), field(choice, "error")].find(saysSomething);
  if (error === undefined) return;
  const message = textField(error, "message") ?? error;
  throw new UnusableReplyError(`The provider answered with an error: ${excerpt(message)}`, answer);
}

/** Some providers send every member of their types, empty ones too. */
function saysSomething(error: unknown): boolean {
  return isRecord(error) ? Object.values(error).some(Boolean) : Boolean(error);
}

function excerpt(value: unknown): string {
  return cut(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), 300);
}
