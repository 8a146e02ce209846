import type { TrialError } from "../../results/result.ts";
import type { Conversation } from "../../traffic/conversation.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";
import { redactReply } from "../../traffic/redact/reply.ts";
import type { Tape, TapeContent, TapeHeader } from "../../traffic/tape/tape.ts";
import { TapeError } from "../../traffic/tape/tape.ts";
import { loadTape, removeTape, saveTape } from "../../traffic/tape/file.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import { writeTape } from "../../traffic/tape/text.ts";
import { attempt } from "../errors.ts";

/** Where recordings are kept, and what is said and not said in them. */
export interface RecordingPlace {
  /** Their directory. */
  readonly fixtures: string;
  readonly redactor: Redactor;
  /** Name and version of the client. */
  readonly clientName: string;
}

/**
 * Writes what a trial recorded, which `error` broke off. What was recorded well before is never replaced by a trial that
 * broke off. Throws TapeError for a recording that must not be written, UsageError for one that cannot be.
 */
export function keepRecording(
  tape: Tape,
  conversation: Conversation,
  address: TapeAddress,
  { fixtures, redactor, clientName }: RecordingPlace,
  error: TrialError | null,
): void {
  const made = tape.exchanges();
  if (
    error !== null &&
    (error.kind !== "api" ||
      hasPlayable(fixtures, address) ||
      made.every(({ reply }) => reply().status === 0))
  )
    return;
  if (conversation.mode === "record" && !tape.grew) return;
  const kept = tape.leftovers().flatMap((index) => tape.content?.exchanges[index] ?? []);
  const exchanges = [...made, ...kept].map(({ request, reply }) => ({
    request,
    reply: () => redactReply(reply(), redactor.redact),
  }));
  const header = headerOf(address, tape.content?.header, conversation, clientName, error);
  write(fixtures, address, { header, parts: tape.parts(), exchanges }, redactor);
}

function hasPlayable(fixtures: string, address: TapeAddress): boolean {
  try {
    const existing = loadTape(fixtures, address);
    return existing !== undefined && existing.header.outcome !== "errored";
  } catch {
    return false;
  }
}

function headerOf(
  { suite, case: id, trial, model, stream }: TapeAddress,
  before: TapeHeader | undefined,
  { answeredBy }: Conversation,
  clientName: string,
  error: TrialError | null,
): TapeHeader {
  const standIn = answeredBy.standIn || before?.answered_by === "stand-in";
  return {
    suite,
    case: id,
    trial,
    model,
    stream,
    recorded_at: new Date().toISOString().slice(0, 10),
    answered_by: standIn ? "stand-in" : "provider",
    hosts: [...new Set([...(before?.hosts ?? []), ...answeredBy.hosts])].sort(),
    client: clientName,
    ...(error === null ? {} : { outcome: "errored" as const }),
  };
}

function write(
  fixtures: string,
  address: TapeAddress,
  content: TapeContent,
  redactor: Redactor,
): void {
  const file = tapePath(fixtures, address);
  const text = writeTape(content);
  const leaks = redactor.leaks(text);
  if (leaks.length > 0) {
    throw new TapeError(
      file,
      undefined,
      `it was not written, for it would hold the value of ${leaks.join(", ")}. Keep it out of what is sent and answered, or give the variable another name if it is no secret`,
    );
  }
  attempt(`The recording ${file} could not be written`, () => {
    if (content.exchanges.length === 0) removeTape(fixtures, address);
    else saveTape(fixtures, address, text);
  });
}
