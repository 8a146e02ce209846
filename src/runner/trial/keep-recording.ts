import type { ErrorKind, TrialError } from "../../results/result.ts";
import { referencesIn } from "../../media/media.ts";
import type { Conversation } from "../../traffic/conversation.ts";
import type { TrialRedactor } from "../../traffic/redact/redact.ts";
import { redactReply } from "../../traffic/redact/reply.ts";
import { ABORTED, UNANSWERED, type Reply } from "../../traffic/http/http.ts";
import type { RecordedEnd } from "../../traffic/tape/recorded-end.ts";
import {
  TapeError,
  type Exchange,
  type Tape,
  type TapeClock,
  type TapeContent,
  type TapeHeader,
} from "../../traffic/tape/tape.ts";
import { partsIn, renumber } from "../../traffic/tape/request-line.ts";
import type { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import { writeTape } from "../../traffic/tape/text.ts";
import { attempt } from "../errors.ts";

/** What is kept out of a recording, and what its header says. */
interface RecordingOptions {
  readonly redactor: TrialRedactor;
  /** Name and version of the client. */
  readonly clientName: string;
  /** The path of the case file from the directory of recordings; undefined if there is none. */
  readonly caseFile: string | undefined;
  /** The bytes of the pictures and sounds in its requests, by their hash. */
  readonly sent: ReadonlyMap<string, Uint8Array>;
}

/** How a trial ended. */
export interface TrialEnding {
  readonly error: TrialError | null;
  /** Whether more would have been asked, if what was expected could still have come true. */
  readonly isEarly?: boolean;
  /** What failed at a moment that only the recording knows. */
  readonly failure?: RecordedEnd | undefined;
}

/** What was recorded of these replays, and is asked for again. */
const OUTAGES: ReadonlySet<ErrorKind> = new Set<ErrorKind>(["api", "tool_service", "user_fault"]);

/** Whether a request had its whole reply. What was under way when the trial ended is not asked for again. */
function isAnswered({ reply }: Exchange): boolean {
  const code = reply().failure?.code;
  return code !== UNANSWERED && code !== ABORTED;
}

/**
 * Writes what a trial recorded. One that broke off with an error never replaces a good recording. Throws TapeError for
 * a recording that must not be written, UsageError for one that cannot be.
 */
export function keepRecording(
  tape: Tape,
  conversation: Conversation,
  file: TapeFile,
  { redactor, sent, ...origin }: RecordingOptions,
  ending: TrialEnding,
  clock: TapeClock | undefined,
): void {
  const { error, failure } = ending;
  const made = failure === undefined ? tape.exchanges() : tape.exchanges().filter(isAnswered);
  if (
    error !== null &&
    (!OUTAGES.has(error.kind) ||
      hasPlayable(file) ||
      made.every(({ reply }) => reply().status === 0))
  )
    return;
  if (conversation.mode === "record" && !tape.grew) return;
  // What nothing asks for any more goes with an update; behind what ended a trial, nothing stays.
  const staysWhole = conversation.mode === "record" && failure === undefined;
  const leftovers = staysWhole ? tape.leftovers() : [];
  const kept = leftovers.flatMap((index) => tape.content?.exchanges[index] ?? []);
  // Who answered what is kept still did.
  const before = tape.grewFrom(kept) ? tape.content?.header : undefined;
  const header = headerOf(file.address, before, conversation, origin, ending, clock);
  const { version } = tape;
  const ended = header.ended && {
    ended: { ...header.ended, reason: redactor.redact(header.ended.reason) },
  };
  const content = {
    version,
    header: { ...header, ...ended },
    parts: tape.parts(),
    exchanges: [...made, ...kept],
  };
  write(file, redactContent(content, redactor), redactor, sent);
}

/**
 * Without the secrets of any exchange, which may stand in the others too, and before their names were met. Those that
 * are new have numbers in the order of the tape.
 */
function redactContent(content: TapeContent, redactor: TrialRedactor): TapeContent {
  const { redact, numbers } = redactor;
  const replies = content.exchanges.map(({ reply }) => redactReply(reply(), redact));
  if (!redactor.hasLearned) return { ...content, exchanges: withReplies(content, replies) };
  for (const { request } of content.exchanges) {
    redact(request);
    for (const number of partsIn(request)) redact(content.parts[number - 1] ?? "");
  }
  numbers.settle();
  const parts = [...content.parts];
  const firstOf = new Map<string, number>();
  const partOf = (number: number): number => {
    const text = redact(parts[number - 1] ?? "");
    parts[number - 1] = text;
    // What differed in a secret's number only may be the same.
    const first = firstOf.get(text) ?? number;
    firstOf.set(text, first);
    return first;
  };
  const exchanges = withReplies(content, replies).map((exchange) => {
    const request = redact(renumber(exchange.request, partOf));
    const reply = redactReply(exchange.reply(), redact);
    return { ...exchange, request, reply: () => reply };
  });
  return { ...content, parts, exchanges };
}

function withReplies({ exchanges }: TapeContent, replies: readonly Reply[]): Exchange[] {
  return exchanges.map((exchange, index) => ({
    ...exchange,
    reply: () => replies[index] as Reply,
  }));
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
  { clientName, caseFile }: Omit<RecordingOptions, "redactor" | "sent">,
  { error, failure }: TrialEnding,
  clock: TapeClock | undefined,
): TapeHeader {
  const standIn = answeredBy.standIn || before?.answered_by === "stand-in";
  return {
    ...address,
    recorded_at: new Date().toISOString().slice(0, 10),
    answered_by: standIn ? "stand-in" : "provider",
    hosts: [...new Set([...(before?.hosts ?? []), ...answeredBy.hosts])].sort(),
    client: clientName,
    ...(caseFile === undefined ? {} : { case_file: caseFile }),
    ...(clock === undefined ? {} : { clock }),
    ...(error === null ? {} : { outcome: "errored" as const }),
    ...(failure === undefined ? {} : { ended: failure }),
  };
}

function write(
  file: TapeFile,
  content: TapeContent,
  redactor: TrialRedactor,
  sent: RecordingOptions["sent"],
): void {
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
    else {
      // First, so that no tape names what is not there.
      for (const media of referencesIn(text)) {
        const bytes = sent.get(media.sha256);
        if (bytes !== undefined) file.media.keep(media, bytes);
      }
      file.save(text);
    }
  });
}
