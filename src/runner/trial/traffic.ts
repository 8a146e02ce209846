import type { TrialError } from "../../results/result.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { ChatCompletions } from "../../traffic/chat-completions.ts";
import { Conversation } from "../../traffic/conversation.ts";
import type { RecordingMode } from "../../traffic/conversation.ts";
import type { HttpRequest } from "../../traffic/http/http.ts";
import type { PartText } from "../../traffic/tape/parts.ts";
import { Tape } from "../../traffic/tape/tape.ts";
import { findSimilarTape, findTapes } from "../../traffic/tape/find-tapes.ts";
import { loadTape } from "../../traffic/tape/file.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import { keepRecording } from "./keep-recording.ts";
import type { RecordingPlace } from "./keep-recording.ts";
import type { Playing } from "./trial-progress.ts";
import { retrying } from "./retry.ts";

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
export interface TrafficOptions extends RecordingPlace {
  readonly partText: PartText;
  readonly baseUrl: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly retries: number;
  readonly realTime: boolean;
  /** The command line that records a case again. */
  readonly command: (mode: "record" | "update", caseId: string) => string;
}

/** Who is told of what the requests of a trial come to. */
export interface TrafficEvents {
  /** Ends the trial. */
  readonly abort: (reason: Error) => void;
  /** Told of a request before it goes to the network. May throw, and then it does not. */
  readonly onSend: ((request: HttpRequest) => void) | undefined;
}

/** Everything goes to the network, and nothing is kept. */
export function liveTraffic(
  { baseUrl, headers, retries, redactor }: TrafficOptions,
  playing: Playing,
): TrialTraffic {
  const client = new ChatCompletions({ baseUrl, headers, conversation: undefined });
  return {
    conversation: undefined,
    client: retrying(client, { retries, waits: true, onRetry: noted(playing) }),
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
    requester: () => playing.atWork,
    command: (again) => command(again, address.case),
    otherRecordings: () => findTapes(fixtures, address),
    similarRecording: (beginning) => findSimilarTape(fixtures, address, beginning),
    abortTrial: abort,
    onSend,
    realTime,
  });
  const client = new ChatCompletions({ baseUrl, headers, conversation });
  return {
    conversation,
    client: retrying(client, {
      retries,
      waits: mode !== "replay" || realTime,
      onRetry: noted(playing),
    }),
    now: () => conversation.now(),
    redact: redactor.redact,
    finish(error) {
      if (mode !== "replay") keepRecording(tape, conversation, address, options, error);
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

function noted(playing: Playing): (because: Error | undefined) => void {
  return (because) => (playing.askedAgain = because);
}
