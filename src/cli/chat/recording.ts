import { AsyncLocalStorage } from "node:async_hooks";
import { inTime } from "../../clock/trial-time.ts";
import { TrialProgress } from "../../runner/trial/trial-progress.ts";
import { recordedTraffic, type TrafficOptions } from "../../runner/trial/traffic.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { inConversation } from "../../traffic/current.ts";
import type { TrialRedactor } from "../../traffic/redact/redact.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";

/** What a session asks over HTTP, until it is known which of its turns are kept and what the case is called. */
export interface ChatRecording {
  readonly client: ChatClient;
  /** Runs a function, and keeps its requests unless it throws. */
  record<T>(run: () => Promise<T>): Promise<T>;
  /** Takes out what is taken out of the recording. */
  readonly redactor: TrialRedactor;
  /** Writes the tape of a case's first trial. Throws TapeError and UsageError. */
  write(caseId: string): void;
}

/** Requests that are kept or dropped together. */
interface Take {
  state: "open" | "kept" | "dropped";
  /** Each puts a reply onto the tape. */
  readonly put: (() => void)[];
}

/** Begins to record a session. */
export function recordChat(
  address: Omit<TapeAddress, "case" | "trial">,
  options: TrafficOptions,
): ChatRecording {
  const fileOf = (caseId: string): TapeFile =>
    new TapeFile(options.fixtures, { ...address, case: caseId, trial: 1 });
  const events = { abort: () => undefined, onSend: undefined };
  const traffic = recordedTraffic("update", fileOf(""), options, new TrialProgress(), events);
  const { conversation, time } = traffic;
  const takeOf = new AsyncLocalStorage<Take>();
  const clock = pauseClock(conversation);
  let latest: Take = { state: "dropped", put: [] };

  const decide = conversation.decide.bind(conversation);
  conversation.decide = (...request) => {
    const decision = decide(...request);
    if (decision.type === "replay") return decision;
    const take = takeOf.getStore() ?? latest;
    const record: typeof decision.record = (...reply) => {
      const put = (): void => decision.record(...reply);
      if (take.state === "kept") put();
      else if (take.state === "open") take.put.push(put);
    };
    return { ...decision, record };
  };

  return {
    client: traffic.client,
    redactor: traffic.redactor,
    async record(run) {
      const take: Take = (latest = { state: "open", put: [] });
      const since = clock.start();
      const putBack = time?.mark() ?? conversation.lane.mark();
      try {
        const done = await takeOf.run(take, () =>
          inConversation(conversation, () => inTime(time, run)),
        );
        take.state = "kept";
        for (const put of take.put) put();
        clock.stop();
        return done;
      } catch (error) {
        take.state = "dropped";
        putBack();
        clock.stop(since);
        throw error;
      }
    },
    write(caseId) {
      traffic.keep(fileOf(caseId), { error: null });
    },
  };
}

/** Takes over a conversation's clock and stops it: a replay does not wait for what the user thought about. */
export function pauseClock(conversation: { now: () => number }) {
  const now = conversation.now.bind(conversation);
  let behind = 0;
  let stoppedAt: number | undefined = now();
  conversation.now = () => stoppedAt ?? now() - behind;
  return {
    /** Starts it from where it stands, and returns its time. */
    start(): number {
      const time = conversation.now();
      behind = now() - time;
      stoppedAt = undefined;
      return time;
    },
    /** Stops it, at an earlier time if one is given. */
    stop(at = conversation.now()): void {
      stoppedAt = at;
    },
  };
}
