import { dollars } from "../../reports/words/format.ts";
import type { CaseResult, TrafficMode, TrialResult } from "../../results/result.ts";
import { didNotPass } from "../../runner/suite/case-result.ts";
import type { Survey } from "../../runner/suite/select-cases.ts";
import type { Trial } from "../../runner/trial/traffic.ts";
import { tell } from "../output/screen.ts";
import { plural, thousands } from "../../text/count.ts";

/** How far a run is, from one trial to the next. Milliseconds count from its start. */
export class ProgressLines {
  readonly #planned: number;
  readonly #isPaid: boolean;
  readonly #everyMs: number;
  #dueAt: number;
  #done = 0;
  readonly #wrong = { failed: 0, errored: 0 };
  #cost: number | null = 0;

  /** `planned` counts trials. A line is due after `everyMs`, and then again after as long. */
  constructor(planned: number, options: { readonly isPaid: boolean; readonly everyMs: number }) {
    this.#planned = planned;
    this.#isPaid = options.isPaid;
    this.#everyMs = this.#dueAt = options.everyMs;
  }

  add({ verdict, cost, judge_cost: judged, simulated_user: user }: TrialResult): void {
    this.#done++;
    if (verdict === "failed" || verdict === "errored") this.#wrong[verdict]++;
    for (const part of [cost, judged, user === undefined ? 0 : user.cost])
      this.#cost = this.#cost === null || part === null ? null : this.#cost + part;
  }

  /** The line, if it is due at this time. */
  due(now: number): string | undefined {
    if (now < this.#dueAt) return undefined;
    this.#dueAt = now + this.#everyMs;
    return this.#line(now);
  }

  /** `37 of 150 trials, 2 failed · $0.42 · 1 min 12 s, about 3 min 40 s left`. */
  #line(now: number): string {
    const [done, left] = [this.#done, this.#planned - this.#done];
    const wrong = Object.entries(this.#wrong).filter(([, count]) => count > 0);
    const estimate = done > 0 && left > 0 ? `, about ${roughly((now / done) * left)} left` : "";
    return [
      [
        `${thousands(done)} of ${plural(this.#planned, "trial")}`,
        ...wrong.map(([verdict, count]) => `${thousands(count)} ${verdict}`),
      ].join(", "),
      ...(this.#isPaid ? [this.#cost === null ? "cost unknown" : dollars(this.#cost)] : []),
      roughly(now) + estimate,
    ].join(" · ");
  }
}

/** `42 s`, `3 min 40 s`, `2 h 5 min`. */
function roughly(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Between two drawings on a terminal, at least. */
const REDRAW_MS = 50;
/** Between two lines of a log. */
const LOG_MS = 30_000;
/** Time passes on the screen, too, while a trial takes long. */
const TICK_MS = 1000;

/**
 * Observes how far a suite is, and tells it on stderr: on one line of a terminal that is drawn again and again; in a log,
 * and in CI, by a line every half minute.
 */
export class Progress {
  readonly #name: string;
  readonly #lines: ProgressLines;
  readonly #isTerminal = process.stderr.isTTY === true && !process.env["CI"];
  readonly #startedAt = performance.now();
  readonly #ticking: NodeJS.Timeout;
  #notPassed = 0;

  constructor({ file, trials }: Pick<Survey, "file" | "trials">, traffic: TrafficMode) {
    this.#name = file;
    this.#lines = new ProgressLines(trials, {
      isPaid: traffic !== "replay",
      everyMs: this.#isTerminal ? REDRAW_MS : LOG_MS,
    });
    this.#ticking = setInterval(() => this.#show(), TICK_MS).unref();
  }

  /** How many cases did not pass. */
  get notPassed(): number {
    return this.#notPassed;
  }

  trialFinished(_: Trial, result: TrialResult): void {
    this.#lines.add(result);
    this.#show();
  }

  caseFinished(result: CaseResult): void {
    if (didNotPass(result)) this.#notPassed++;
  }

  end(): void {
    clearInterval(this.#ticking);
    if (this.#isTerminal) process.stderr.write("\r\u001B[K");
  }

  #show(): void {
    const line = this.#lines.due(performance.now() - this.#startedAt);
    if (line === undefined) return;
    if (!this.#isTerminal) tell(`${this.#name}: ${line}`);
    else process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  }
}
