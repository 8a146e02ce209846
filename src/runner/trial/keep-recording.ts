import type { TrialError } from "../../results/result.ts";
import type { Conversation } from "../../traffic/conversation.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";
import { redactReply } from "../../traffic/redact/reply.ts";
import {
  TapeError,
  type Tape,
  type TapeContent,
  type TapeHeader,
} from "../../traffic/tape/tape.ts";
import type { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import { writeTape } from "../../traffic/tape/text.ts";
import { attempt } from "../errors.ts";

/** What is kept out of recordings, and what their headers say. */
export interface RecordingOptions {
  readonly redactor: Redactor;
  /** Name and version of the client. */
  readonly clientName: string;
}

/**
 * Writes what a trial recorded. One that broke off with an error never replaces a good recording. Throws TapeError for
 * a recording that must not be written, UsageError for one that cannot be.
 */
export function keepRecording(
  tape: Tape,
  conversation: Conversation,
  file: TapeFile,
  { redactor, clientName }: RecordingOptions,
  error: TrialError | null,
): void {
  const made = tape.exchanges();
  if (
    error !== null &&
    (error.kind !== "api" || hasPlayable(file) || made.every(({ reply }) => reply().status === 0))
  )
    return;
  if (conversation.mode === "record" && !tape.grew) return;
  const kept = tape.leftovers().flatMap((index) => tape.content?.exchanges[index] ?? []);
  const exchanges = [...made, ...kept].map(({ request, reply }) => ({
    request,
    reply: () => redactReply(reply(), redactor.redact),
  }));
  const header = headerOf(file.address, tape.content?.header, conversation, clientName, error);
  write(file, { header, parts: tape.parts(), exchanges }, redactor);
}

function hasPlayable(file: TapeFile): boolean {
  try {
    const existing = file.load();
    return existing !== undefined && existing.header.outcome !== "errored";
  } catch {
    return false;
  }
}

function headerOf(
  address: TapeAddress,
  before: TapeHeader | undefined,
  { answeredBy }: Conversation,
  clientName: string,
  error: TrialError | null,
): TapeHeader {
  const standIn = answeredBy.standIn || before?.answered_by === "stand-in";
  return {
    ...address,
    recorded_at: new Date().toISOString().slice(0, 10),
    answered_by: standIn ? "stand-in" : "provider",
    hosts: [...new Set([...(before?.hosts ?? []), ...answeredBy.hosts])].sort(),
    client: clientName,
    ...(error === null ? {} : { outcome: "errored" as const }),
  };
}

function write(file: TapeFile, content: TapeContent, redactor: Redactor): void {
  const text = writeTape(content);
  const leaks = redactor.leaks(text);
  if (leaks.length > 0) {
    throw new TapeError(
      file.path,
      undefined,
      `it was not written: it would hold the value of ${leaks.join(", ")}. Keep that out of requests and replies, or rename the variable if it is not a secret`,
    );
  }
  attempt(`The recording ${file.path} could not be written`, () => {
    if (content.exchanges.length === 0) file.remove();
    else file.save(text);
  });
}
