import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Amount, Budget } from "../../runner/budget/budget.ts";
import { watchEventLoop, type BlockedTrial } from "../../runner/watchdog/time-limit.ts";
import { absolute } from "../../text/from-start.ts";
import { removeLeftBehind } from "../../text/left-behind.ts";
import { printable } from "../../text/printable.ts";
import { withoutCommands } from "../../text/workflow-commands.ts";
import type { UserError } from "../../text/user-error.ts";
import { FOLDER as OF_REFUSALS } from "../../traffic/refused-elsewhere.ts";
import { endProcess } from "./early-exit.ts";
import { letSignalsThrough } from "./events.ts";
import { EXIT } from "./exit-code.ts";
import type { Lock } from "../../runs/files/lock.ts";

/** Names the file with what a blocked process had done. */
const VARIABLE = "SWARM_EVAL_RELAY";
/** How a folder of such a file begins; the id of the process that waits comes next. */
const FOLDER = "swarm-eval-relay-";
/** The exit code of a process that was blocked too, and has written to that file. */
const BLOCKED_TOO = 75;

/** What one process hands on to the next. */
interface Baton<Ended> {
  readonly ended: readonly Ended[];
  readonly spent?: Amount | undefined;
}

// As they are before agents are loaded: what is guarded and set for them is not for a run's own process.
const startProcess = spawnSync;
const environment = { ...process.env };

/**
 * Plays suites, and goes on after a trial whose code never gives way. Nothing can end such code but the end of its
 * process, so another one takes over: it leaves out the suites that had `Ended`, which is JSON, and takes up the journal of
 * the one that was being played.
 */
export async function relayed<Ended>(
  play: (relay: Relay<Ended>) => Promise<number>,
): Promise<number> {
  const relay = new Relay<Ended>();
  return watched(
    () => play(relay).finally(() => relay.release()),
    (found) => relay.handOn(found),
  );
}

/**
 * Plays trials that no other process can go on with: code that never gives way ends the process. `lastWords` are lines
 * for stdout then.
 */
export function untilBlocked(
  play: () => Promise<number>,
  lastWords: () => string,
): Promise<number> {
  return watched(play, (found) => {
    if (!("id" in found)) {
      say(found.message);
      leave(EXIT.usage);
    }
    say(`${found.result.error?.message}\nThat ends the process.`);
    writeSync(1, lastWords());
    leave(EXIT.errored);
  });
}

async function watched(
  play: () => Promise<number>,
  end: (found: BlockedTrial | UserError) => never,
): Promise<number> {
  let listenAgain: (() => void) | undefined;
  const stopWatching = watchEventLoop({
    began: () => void (listenAgain = letSignalsThrough()),
    ended: () => listenAgain?.(),
    end,
  });
  try {
    return await play();
  } finally {
    await stopWatching();
  }
}

/** What a run has from earlier processes, and hands on to the next if it is blocked. */
export class Relay<Ended> {
  readonly #file = process.env[VARIABLE];
  /** How suites ended, those of earlier processes first. */
  readonly ended: Ended[];
  /** What was spent in earlier processes. */
  readonly spent: Amount | undefined;
  /** Whether earlier processes have played part of the run. */
  readonly goesOn = this.#file !== undefined;
  budget: Budget | undefined;
  /** Held until the run ends, or another process takes it over. */
  locks: readonly Lock[] = [];
  /** Puts a trial into the journal of the suite that is being played. */
  #keep: ((trial: BlockedTrial) => void) | undefined;

  constructor() {
    delete process.env[VARIABLE];
    for (const folder of [FOLDER, OF_REFUSALS])
      removeLeftBehind(tmpdir(), new RegExp(`^${folder}(\\d+)-`));
    const baton: Baton<Ended> =
      this.#file === undefined
        ? { ended: [] }
        : (JSON.parse(readFileSync(this.#file, "utf8")) as Baton<Ended>);
    this.ended = [...baton.ended];
    this.spent = baton.spent;
  }

  readonly onBlocked = (keep: (trial: BlockedTrial) => void): void => {
    this.#keep = keep;
  };

  release(): void {
    for (const lock of this.locks) lock.release();
    this.locks = [];
  }

  /** Goes on in another process, and ends with it. Called in the midst of code that never gives way. */
  handOn(found: BlockedTrial | UserError): never {
    if (!("id" in found)) {
      say(found.message);
      leave(EXIT.usage);
    }
    say(`${found.result.error?.message}\nThe others are played in a new process.`);
    this.#keep?.(found);
    this.release();
    const { ended, budget } = this;
    const baton = JSON.stringify({
      ended,
      spent: budget?.spent ?? this.spent,
    } satisfies Baton<Ended>);
    if (this.#file !== undefined) {
      writeFileSync(this.#file, baton);
      leave(BLOCKED_TOO);
    }
    const file = join(mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`)), "relay.json");
    writeFileSync(file, baton, { mode: 0o600 });
    const args = [...process.execArgv, ...process.argv.slice(1)];
    const env = { ...environment, [VARIABLE]: file };
    const options = { cwd: absolute("."), env, stdio: "inherit" } as const;
    // A terminal sends it to both: the new process ends the run, and this one with it.
    process.on("SIGINT", () => {});
    let code: number | null = BLOCKED_TOO;
    while (code === BLOCKED_TOO) code = startProcess(process.execPath, args, options).status;
    rmSync(dirname(file), { recursive: true, force: true });
    leave(code ?? EXIT.bug);
  }
}

/** Writes to stderr at once, past all that listens there. */
function say(text: string): void {
  writeSync(2, `\n${withoutCommands(printable(text))}\n`);
}

/** Ends the process at once: blocking code lets nothing else happen. */
function leave(code: number): never {
  // The inspector would say that it waits for a debugger.
  closeSync(2);
  endProcess(code);
}
