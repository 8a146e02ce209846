import type { TrialError } from "../results/result.ts";
import type { ChatClient } from "../swarm/chat-client.ts";
import { ChatCompletions } from "../traffic/chat-completions.ts";
import { Conversation } from "../traffic/conversation.ts";
import type { RecordingMode } from "../traffic/conversation.ts";
import type { HttpRequest } from "../traffic/http.ts";
import type { PartText } from "../traffic/parts.ts";
import type { Redactor } from "../traffic/redact.ts";
import { redactReply } from "../traffic/redact-reply.ts";
import { Tape } from "../traffic/tape.ts";
import type { TapeContent, TapeHeader } from "../traffic/tape.ts";
import { TapeError } from "../traffic/tape-error.ts";
import { findTapeAlike } from "../traffic/find-tape-alike.ts";
import { findTapes } from "../traffic/find-tapes.ts";
import { loadTape, removeTape, saveTape } from "../traffic/tape-file.ts";
import { tapePath } from "../traffic/tape-path.ts";
import type { TapeAddress } from "../traffic/tape-path.ts";
import { writeTape } from "../traffic/tape-text.ts";
import type { Playing } from "./play-case.ts";
import { retrying } from "./retry.ts";
import { attempt } from "./usage-error.ts";

/** What the requests of one trial are answered by. */
export interface TrialTraffic {
  /** Undefined where nothing is recorded. */
  readonly conversation: Conversation | undefined;
  /** For agents that bring no client of their own. */
  readonly client: ChatClient;
  /** Milliseconds on the trial's clock. */
  now(): number;
  /** What is said of an error without the secrets in it: some providers repeat the key that they refuse. */
  redact(text: string): string;
  /**
   * Keeps the recording, if the trial made one worth keeping. Returns what was recorded and not asked for, a sentence each.
   * Throws TapeError for a recording that must not be written, UsageError for one that cannot be.
   */
  finish(error: TrialError | null): string[];
}

/** What the trials of a run have in common. */
export interface TrafficOptions {
  readonly fixtures: string;
  readonly redactor: Redactor;
  readonly partText: PartText;
  readonly baseUrl: string;
  readonly headers: () => Readonly<Record<string, string>>;
  /** Name and version of the client, for the tape. */
  readonly clientName: string;
  readonly retries: number;
  readonly realTime: boolean;
  /** The command line that records a case again. */
  readonly command: (mode: "record" | "update", caseId: string) => string;
}

export interface TrafficEvents {
  /** Ends the trial. */
  readonly abort: (reason: Error) => void;
  /** Told of a request before it goes to the network. May throw, and then it does not. */
  readonly onSend: ((request: HttpRequest) => void) | undefined;
}

/** Everything goes to the network, and nothing is kept. */
export function liveTraffic({ baseUrl, headers, retries, redactor }: TrafficOptions): TrialTraffic {
  const client = new ChatCompletions({ baseUrl, headers, conversation: undefined });
  return {
    conversation: undefined,
    client: retrying(client, { retries, waits: true }),
    now: () => performance.now(),
    redact: redactor.redact,
    finish: () => [],
  };
}

/** The trial's own tape answers, or keeps what the network answers. Throws TapeError for a tape that cannot be played. */
export function recordedTraffic(
  mode: RecordingMode,
  address: TapeAddress,
  options: TrafficOptions,
  playing: Playing,
  { abort, onSend }: TrafficEvents,
): TrialTraffic {
  const { fixtures, redactor, partText, baseUrl, headers, retries, realTime, command } = options;
  const existing = mode === "update" ? undefined : loadTape(fixtures, address);
  const content =
    mode === "record" && existing?.header.outcome === "errored" ? undefined : existing;
  const tape = new Tape(content, partText, redactor.redact);
  const file = tapePath(fixtures, address);
  const conversation = new Conversation({
    mode,
    tape,
    file,
    asker: () => playing.atWork,
    command: (again) => command(again, address.case),
    otherRecordings: () => findTapes(fixtures, address),
    recordingAlike: (beginning) => findTapeAlike(fixtures, address, beginning),
    onMiss: abort,
    onSend,
    realTime,
  });
  const client = new ChatCompletions({ baseUrl, headers, conversation });
  return {
    conversation,
    client: retrying(client, { retries, waits: mode !== "replay" || realTime }),
    now: () => conversation.now(),
    redact: redactor.redact,
    finish(error) {
      if (mode !== "replay") keep(tape, conversation, address, options, error);
      if (error !== null || mode === "update") return [];
      const recorded = content?.exchanges ?? [];
      return tape
        .leftovers()
        .map(
          (index) => `recording ${index + 1} of ${recorded.length} in ${file} was not asked for`,
        );
    },
  };
}

/** Writes what a trial recorded. What was recorded well before is never replaced by a trial that broke off. */
function keep(
  tape: Tape,
  conversation: Conversation,
  address: TapeAddress,
  { fixtures, redactor, clientName }: TrafficOptions,
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
