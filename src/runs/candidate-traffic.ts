import type { ChatClient } from "../swarm/agent/chat-client.ts";
import { TapeFile } from "../traffic/tape/file.ts";
import type { Budget } from "../runner/budget/budget.ts";
import { TrialMeter } from "../runner/budget/meter.ts";
import { offeredBy, offeringLess, type OfferedPart } from "../shrinking/offered.ts";
import {
  addressOf,
  recordedTraffic,
  type Traffic,
  type TrafficOptions,
} from "../runner/trial/traffic.ts";

/** Writes what a trial asked and was answered to the file of a recording. Throws TapeError and UsageError. */
export type Keep = (into: TapeFile) => void;

/** What is left out of a trial's requests, and what is to be known of it. */
export interface CandidateTrial {
  readonly leftOut: readonly OfferedPart[];
  /** Called with what each request would offer to a model if nothing were left out. */
  onOffer(parts: readonly OfferedPart[]): void;
  /** Called at the end of the trial. */
  onKeep(keep: Keep): void;
}

/** The traffic of one trial that asks the network, and is written to a recording only by whom it is worth that. */
export function candidateTraffic(
  suite: string,
  shared: TrafficOptions,
  candidate: CandidateTrial,
  budget: Budget | undefined,
): Traffic {
  return {
    open(trial, progress, abort) {
      const { server = shared.server } = trial.variant;
      // Trials count from 1, so that there is no such recording which could answer.
      const nowhere = new TapeFile(shared.fixtures, addressOf(suite, { ...trial, number: 0 }));
      const meter = budget && new TrialMeter(budget, { isLive: false, pays: true, abort });
      const traffic = recordedTraffic(
        "record",
        nowhere,
        { ...shared, server },
        progress,
        { abort, onSend: meter?.onSend },
        trial.testCase,
      );
      return {
        ...traffic,
        meter,
        offering: (client, agent) =>
          sending(client, (body) => {
            candidate.onOffer(offeredBy(body, agent));
            return offeringLess(body, agent, candidate.leftOut);
          }),
        finish(ending) {
          candidate.onKeep((into) => traffic.keep(into, ending));
          return { leftovers: [], completions: null };
        },
      };
    },
  };
}

/** The client, which is asked something else. */
function sending(client: ChatClient, change: (body: object) => object): ChatClient {
  return {
    chat: {
      completions: {
        create: (body, options) =>
          client.chat.completions.create(change(body) as typeof body, options),
      },
    },
    ...(client.responses && {
      responses: {
        create: (body, options) =>
          client.responses?.create(change(body) as typeof body, options) as PromiseLike<unknown>,
      },
    }),
  };
}
