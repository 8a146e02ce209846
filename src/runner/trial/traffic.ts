import type { Case } from "../../cases/case.ts";
import type { TrafficMode } from "../../results/result.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { ApiClient } from "../../traffic/api-client.ts";
import type { Media } from "../../media/media.ts";
import type { TrialTime } from "../../clock/trial-time.ts";
import { Lane } from "../../lanes/lane.ts";
import { inConversation } from "../../traffic/current.ts";
import { withReplyLimit } from "../../traffic/guard/limit-replies.ts";
import { MAX_BODY } from "../../traffic/http/body-limit.ts";
import { refusedElsewhere } from "../../traffic/refused-elsewhere.ts";
import { Conversation, type Following, type RecordingMode } from "../../traffic/conversation.ts";
import type { HttpRequest } from "../../traffic/http/http.ts";
import type { Redactor, TrialRedactor } from "../../traffic/redact/redact.ts";
import { redactReply } from "../../traffic/redact/reply.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { SharedText } from "../../traffic/tape/parts.ts";
import { isCompletion } from "../../traffic/tape/request-line.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import { Tape, TapeError, type TapeContent } from "../../traffic/tape/tape.ts";
import { trialPartText } from "../../traffic/tape/trial-part-text.ts";
import { TrialMeter, type Purse } from "../budget/meter.ts";
import type { Variant } from "../variant.ts";
import { asSentNow } from "./as-sent-now.ts";
import { keepRecording, type TrialEnding } from "./keep-recording.ts";
import type { Server } from "../server.ts";
import { explaining, explainingOwn, explainingRecorded } from "../asking/failure-hint.ts";
import { avoidingNull } from "../asking/null-content.ts";
import { retrying } from "./retry.ts";
import { clockOf, timeOf, type Fixed } from "./trial-clock.ts";
import type { RecordedRest, TrialProgress } from "./trial-progress.ts";

export interface Trial {
  readonly testCase: Case;
  /** Counts from 1. */
  readonly number: number;
  readonly variant: Variant;
  readonly stream: boolean;
}

/** What answers the requests of one trial. */
export interface TrialTraffic {
  /** Undefined if nothing is recorded. */
  readonly conversation: Conversation | undefined;
  /** Runs the trial: what it asks over HTTP is told from what others ask. */
  readonly within: <T>(run: () => Promise<T>) => Promise<T>;
  /** What the trial reads of time and chance; undefined if that is real. */
  readonly time: TrialTime | undefined;
  /** For agents that bring no client of their own; for all of them if the variant has a server. */
  readonly client: ChatClient;
  readonly judgeClient: ChatClient;
  /** What `client` asks. */
  readonly server: Server;
  /** An agent's own client, as the trial asks it. */
  readonly ownClient: (client: ChatClient) => ChatClient;
  /** Counts completions against the run's budget; undefined if it has none, or nothing is paid for. */
  readonly meter?: TrialMeter | undefined;
  /** Of a trial that leaves its recording: whether it has, so that its variant holds from now on. */
  readonly hasForked?: (() => boolean) | undefined;
  /** The client as the agent of a name asks it; undefined if it asks it as it is. */
  readonly offering?: ((client: ChatClient, agent: string) => ChatClient) | undefined;
  /** Milliseconds on the trial's clock. */
  now(): number;
  /** Takes secrets out of what is kept of the trial. */
  readonly redactor: TrialRedactor;
  /**
   * Keeps the recording, if it is worth keeping. Returns what was recorded and not asked for. Throws TapeError for a
   * recording that must not be written, UsageError for one that cannot be.
   */
  finish(ending: TrialEnding): RecordedRest;
}

/** The traffic of a trial that has a tape. */
export interface RecordedTraffic extends TrialTraffic {
  readonly conversation: Conversation;
  /** Writes the recording to a file. Throws as `finish` does. */
  keep(file: TapeFile, ending: TrialEnding): void;
}

/** Opens the traffic of trials, live or by their recordings. */
export interface Traffic {
  /** `abort` ends the trial. Throws TapeError for a recording that cannot be played. */
  open(trial: Trial, progress: TrialProgress, abort: (reason: Error) => void): TrialTraffic;
}

/** What the trials of a suite have in common. */
export interface TrafficOptions {
  readonly redactor: Redactor;
  /** Name and version of the client. */
  readonly clientName: string;
  /** The directory of recordings. */
  readonly fixtures: string;
  /** Where the recording of a trial is, and goes; in that directory by default. */
  readonly fileOf?: ((address: TapeAddress) => TapeFile) | undefined;
  /** The path of the case file from there, as recordings keep it; undefined if there is none. */
  readonly caseFile: string | undefined;
  readonly sharedText: (part: object) => SharedText;
  /** Answers agents that bring no client of their own, unless the variant has a server. */
  readonly server: Server;
  readonly judgeServer: Server;
  /** The addresses of the model API, this and others: its requests are the same wherever it is. */
  readonly apis: readonly string[];
  readonly realTime: boolean;
  /** Whether a replay answers a request that was not recorded so by its place. */
  readonly byPlace?: boolean | undefined;
  /** Response headers to keep beside those that are kept anyway, in lower case. */
  readonly keptHeaders?: readonly string[] | undefined;
  /** Request headers by which a request is found again, in lower case. */
  readonly matchedHeaders?: readonly string[] | undefined;
  /** How many bytes of a reply are read, unpacked; 64 MB by default. */
  readonly maxBody?: number | undefined;
  /** Called at the end of a trial that went well, with the indices of the exchanges that nothing asked for, if any. */
  readonly onLeftovers?: ((file: TapeFile, indices: readonly number[]) => void) | undefined;
  /** Whether trials that are recorded or replayed have a clock and dice of their own. */
  readonly clock: "recorded" | "real";
  /** The command that records a case again. */
  readonly command: (mode: "record" | "update", caseId: string) => string;
  /** The command that gives the recordings of one case to another. */
  readonly renameCommand: (from: string, to: string) => string;
}

/** The traffic of a suite's trials. */
export function suiteTraffic(
  mode: TrafficMode,
  suite: string,
  shared: TrafficOptions,
  budget: Purse | undefined,
): Traffic {
  return {
    open(trial, progress, abort) {
      const live = mode === "live";
      const { server = shared.server } = trial.variant;
      const options = { ...shared, server };
      const address = addressOf(suite, trial);
      const file = options.fileOf?.(address) ?? new TapeFile(options.fixtures, address);
      const meter =
        budget === undefined || mode === "replay"
          ? undefined
          : new TrialMeter(budget, {
              isLive: live,
              pays: live || !file.exists,
              abort,
            });
      const traffic = live
        ? liveTraffic(options, progress, abort, trial.testCase)
        : recordedTraffic(
            mode,
            file,
            options,
            progress,
            { abort, onSend: meter?.onSend, following: shared.byPlace ? BY_PLACE : undefined },
            trial.testCase,
          );
      return { ...traffic, meter };
    },
  };
}

/** To the end, whatever is asked. */
const BY_PLACE: Following = { follows: () => true, byPlace: true, onStray: () => {} };

const NOTHING_LEFT: RecordedRest = { leftovers: [], completions: null };

/** Where the recording of a trial is filed. */
export function addressOf(
  suite: string,
  { testCase, number, variant, stream }: Trial,
): TapeAddress {
  const { name, model = null } = variant;
  const address = { suite, case: testCase.id, trial: number, model, stream };
  return name === undefined ? address : { ...address, variant: name };
}

/** Who is at work, and why it asks again. */
type AskingProgress = Pick<TrialProgress, "atWork" | "retryReason"> &
  Partial<Pick<TrialProgress, "faults">>;

interface TrafficEvents {
  /** Ends the trial. */
  readonly abort: (reason: Error) => void;
  /** Called with a request before it goes to the network. If this throws, the request is not sent. */
  readonly onSend: ((request: HttpRequest) => void) | undefined;
  /** In place of the mode, says which requests the recording answers. */
  readonly following?: Following | undefined;
}

/** Everything goes to the network, and nothing is kept. */
export function liveTraffic(
  { server, judgeServer, redactor, clock, maxBody = MAX_BODY }: TrafficOptions,
  progress: TrialProgress,
  abort: TrafficEvents["abort"],
  fixed: Fixed = {},
): TrialTraffic {
  const startedAt = performance.now();
  const elapsed = (): number => Math.trunc(performance.now() - startedAt);
  return {
    conversation: undefined,
    within: (run) => withReplyLimit({ maxBody, abort }, run),
    time:
      clock === "real" ? undefined : timeOf(clockOf("live", fixed, undefined), new Lane(), elapsed),
    ...clientsOf({ server, judgeServer }, undefined, "live", progress),
    now: () => performance.now(),
    redactor: redactor.forTrial(),
    finish: () => NOTHING_LEFT,
  };
}

/** The clients of a trial. A replay does not wait between two tries, and says of an error that it is recorded, nothing of servers. */
function clientsOf(
  { server, judgeServer }: Pick<TrafficOptions, "server" | "judgeServer">,
  conversation: Conversation | undefined,
  mode: TrafficMode,
  progress: AskingProgress,
): Pick<TrialTraffic, "client" | "judgeClient" | "ownClient" | "server"> {
  const isReplay = mode === "replay";
  const waits = !isReplay || conversation?.realTime === true;
  const { wrapClient: faulty = (client: ChatClient) => client } = progress.faults ?? {};
  const clientOf = (asked: Server, wrap = (client: ChatClient) => client): ChatClient => {
    const client = wrap(avoidingNull(new ApiClient({ ...asked, conversation })));
    const retried = retrying(client, { retries: asked.retries, waits, progress });
    return isReplay ? explainingRecorded(retried) : explaining(retried, asked);
  };
  return {
    server,
    client: clientOf(server, faulty),
    judgeClient: clientOf(judgeServer),
    ownClient: (client) => faulty(isReplay ? explainingRecorded(client) : explainingOwn(client)),
  };
}

/** The recording of a trial, if there is one. Throws TapeError if it cannot be played, and is not made again either. */
function existingRecording(mode: RecordingMode, file: TapeFile): TapeContent | undefined {
  // Most are missing while a suite is recorded, and Node's error says so at some length.
  if (mode !== "replay" && !file.exists) return undefined;
  try {
    return file.load();
  } catch (error) {
    if (mode === "update" && error instanceof TapeError) return undefined;
    throw error;
  }
}

/** The trial's tape answers, or keeps what the network answers. Throws TapeError for a tape that cannot be played. */
export function recordedTraffic(
  mode: RecordingMode,
  file: TapeFile,
  options: TrafficOptions,
  progress: AskingProgress,
  { abort, onSend, following }: TrafficEvents,
  fixed: Fixed = {},
): RecordedTraffic {
  const { clientName, caseFile, sharedText, apis, realTime, command } = options;
  const redactor = options.redactor.forTrial();
  const existing = existingRecording(mode, file);
  // Of a trial that broke off, nothing is worth asking for again; but what asks for the time then asks the same.
  const brokeOff = mode !== "replay" && existing?.header.outcome === "errored";
  const content = brokeOff ? undefined : existing;
  const clock = options.clock === "real" ? undefined : clockOf(mode, fixed, existing?.header.clock);
  const { redact } = redactor;
  const sent = new Map<string, Uint8Array>();
  const keepBytes = ({ sha256 }: Media, bytes: Uint8Array): void => void sent.set(sha256, bytes);
  const partText = trialPartText(sharedText, redactor, keepBytes);
  const tape = new Tape(content, { partText, asSentNow, redactor, apis });
  const conversation = new Conversation({
    mode,
    tape,
    file: file.path,
    requester: () => progress.atWork,
    command: (again) => command(again, file.address.case),
    renameCommand: (from) => options.renameCommand(from, file.address.case),
    otherRecordings: () => file.others(),
    similarRecording: (beginning) => file.similar(beginning),
    abortTrial: abort,
    following,
    onSend,
    // What is secret in it is taken out of the next request, too.
    onReply: (reply) => void redactReply(reply, redact),
    realTime,
    keptHeaders: options.keptHeaders,
    matchedHeaders: options.matchedHeaders,
    maxBody: options.maxBody,
  });
  const keep: RecordedTraffic["keep"] = (into, ending) =>
    keepRecording(
      tape,
      conversation,
      into,
      { redactor, clientName, caseFile, sent },
      ending,
      clock,
    );
  return {
    conversation,
    within: (run) => inConversation(conversation, run),
    time: timeOf(clock, conversation.lane),
    keep,
    ...clientsOf(options, conversation, mode, progress),
    now: () => conversation.now(),
    redactor,
    finish(ending) {
      if (mode !== "replay") keep(file, ending);
      const refused = refusedElsewhere(conversation);
      if (ending.error !== null || mode === "update") return { ...NOTHING_LEFT, refused };
      const leftovers = tape.leftovers();
      if (ending.isEarly === true) {
        const left = leftovers.filter((index) =>
          isCompletion(content?.exchanges[index]?.request ?? ""),
        );
        return { leftovers: [], completions: left.length === 0 ? null : left.length, refused };
      }
      if (leftovers.length > 0) options.onLeftovers?.(file, leftovers);
      const where = `of ${content?.exchanges.length ?? 0} in ${file.path}`;
      return {
        leftovers: leftovers.map((index) => `recording ${index + 1} ${where} was not asked for`),
        completions: null,
        refused,
      };
    },
  };
}
