import { field } from "./field.ts";

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
  const error = field(answer, "error") ?? field(choice, "error");
  const message = field(error, "message") ?? error;
  if (message === undefined || message === null || message === "") return;
  throw new UnusableReplyError(`The provider answered with an error: ${excerpt(message)}`, answer);
}

function excerpt(value: unknown): string {
  const whole = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return whole.length > 300 ? `${whole.slice(0, 300)}…` : whole;
}
