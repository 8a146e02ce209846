import { trialError } from "../../runner/errors.ts";
import {
  recordedTraffic,
  type RecordedTraffic,
  type TrafficOptions,
} from "../../runner/trial/traffic.ts";
import type { Conversation, RecordingMode } from "../../traffic/conversation.ts";
import { TapeFile } from "../../traffic/tape/file.ts";

/** Those who name no conversation are all in this one. */
const UNNAMED = "default";

/** A conversation whose tape a proxy plays. */
interface Opened {
  readonly traffic: RecordedTraffic;
  /** What no recording answered. */
  readonly misses: Error[];
}

/** What the conversations of a proxy came to. */
export interface Ended {
  readonly conversations: number;
  readonly misses: number;
  /** Recordings that nothing asked for, a sentence each. */
  readonly leftovers: readonly string[];
  /** Why a tape could not be played, or was not written. */
  readonly failures: readonly Error[];
}

/** The conversations of a proxy by their names, each with a tape of its own. */
export class Conversations {
  readonly #opened = new Map<string, Opened>();
  readonly #failures = new Map<string, Error>();
  readonly #suite: string;
  readonly #mode: RecordingMode;
  readonly #options: TrafficOptions;
  readonly #onMiss: (error: Error) => void;

  /** Tapes are filed under `suite`. `onMiss` is called with every request that no recording answers. */
  constructor(
    suite: string,
    mode: RecordingMode,
    options: TrafficOptions,
    onMiss: (error: Error) => void,
  ) {
    this.#suite = suite;
    this.#mode = mode;
    this.#options = options;
    this.#onMiss = onMiss;
  }

  /** The conversation of that name. Throws TapeError for a tape that cannot be played. */
  named(name = UNNAMED): Conversation {
    try {
      const opened = this.#opened.get(name) ?? this.#open(name);
      this.#opened.set(name, opened);
      return opened.traffic.conversation;
    } catch (error) {
      this.#failures.set(name, error as Error);
      throw error;
    }
  }

  /** Writes the tapes, as far as anything is recorded. */
  end(): Ended {
    const leftovers: string[] = [];
    let missed = 0;
    for (const [name, { traffic, misses }] of this.#opened) {
      const [miss] = misses;
      missed += misses.length;
      try {
        const error = miss === undefined ? null : trialError(miss);
        leftovers.push(...traffic.finish({ error }).leftovers);
      } catch (error) {
        this.#failures.set(name, error as Error);
      }
    }
    return {
      conversations: this.#opened.size,
      misses: missed,
      leftovers,
      failures: [...this.#failures.values()],
    };
  }

  #open(name: string): Opened {
    const misses: Error[] = [];
    const abort = (error: Error): void => {
      misses.push(error);
      this.#onMiss(error);
    };
    const file = new TapeFile(this.#options.fixtures, {
      suite: this.#suite,
      case: name,
      trial: 1,
      model: null,
      stream: false,
    });
    const asking = { atWork: `the program in the conversation ${name}`, retryReason: undefined };
    const events = { abort, onSend: undefined };
    const traffic = recordedTraffic(this.#mode, file, this.#options, asking, events);
    return { traffic, misses };
  }
}
