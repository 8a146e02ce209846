import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freeId, newId } from "../../cases/importing/new-id.ts";
import { readCase } from "../../cases/reading/read-case.ts";
import type { Screen } from "../../chat/screen.ts";
import { sessionCase } from "../../chat/session-case.ts";
import type { Session } from "../../chat/session-case.ts";
import type { UserInput } from "../../chat/user-input.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";
import type { ChatRecording } from "./recording.ts";
import { isId, NO_ID } from "./target.ts";
import type { ChatTarget } from "./target.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../process/own-command.ts";

/** A session that is over, where it is to be saved, and how the user is asked and told. */
export interface SaveOptions {
  readonly target: ChatTarget;
  readonly recording: ChatRecording;
  readonly redactor: Redactor;
  readonly session: Omit<Session, "id">;
  /** The id that was asked for; undefined where the user is asked for one. */
  readonly id: string | undefined;
  readonly input: UserInput;
  readonly screen: Screen;
}

/**
 * Makes a case of a session, with its recording, and replays it as the user will. Returns the exit code of that.
 * Throws UsageError and TapeError, after the case was shown: what was said is not lost.
 */
export async function saveChat(options: SaveOptions): Promise<number> {
  const { target, recording, redactor, session, screen } = options;
  const { caseFile: file } = target.suite;
  if (session.turns.length === 0) {
    screen.note(`Nothing was said that could be saved in ${file}.`);
    return EXIT.passed;
  }
  const id = await chooseId(options);
  // As in the recording, so that what is replayed is what is expected.
  const line = redactor.redact(JSON.stringify(sessionCase({ ...session, id })));
  try {
    const leaks = redactor.leaks(line);
    if (leaks.length > 0)
      throw new UsageError(
        `The case holds the value of ${leaks.join(", ")}, so it was not written.`,
      );
    await requireCase(line);
    recording.write(id);
    append(file, line);
  } catch (error) {
    screen.error(`The session could not be saved in ${file}. Its case would be:`);
    screen.note(redactor.leaks(line).length > 0 ? "(not shown: it holds a secret)" : line);
    throw error;
  }
  const words = target.replay(id);
  const command = ownCommand(words);
  const { code, output } = await replay(words);
  if (code === EXIT.passed) {
    screen.note(`Saved as ${id} in ${file}. It replays and passes:\n  ${command}`);
    return code;
  }
  screen.error(`Saved as ${id} in ${file}, but it does not pass when it is replayed:`);
  screen.note(`  ${command}\n${output.trimEnd()}`);
  return code;
}

async function chooseId({ id, target, session, input, screen }: SaveOptions): Promise<string> {
  const taken = await target.ids();
  const isTaken = (name: string): boolean => taken.has(name);
  // Somebody else may have taken it since the session began.
  if (id !== undefined) return freeId(id, isTaken);
  const suggestion = newId(session.turns[0]?.user ?? "", isTaken);
  for (;;) {
    const chosen = await input.ask("What is the case called?", suggestion);
    if (!isId(chosen)) screen.note(NO_ID);
    else if (isTaken(chosen)) screen.note(`There is a case ${chosen} already.`);
    else return chosen;
  }
}

/** One broken line would spoil the file for all its cases. */
async function requireCase(line: string): Promise<void> {
  if (readCase(line) !== undefined) return;
  const { explainLine } = await import("../../cases/reading/explain-line.ts");
  const messages = explainLine(line).problems.map(({ message }) => message);
  throw new UsageError(`The session makes no valid case: ${messages.join(" ")}`);
}

function append(file: string, line: string): void {
  attempt(`${file} could not be written`, () => {
    const before = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const isOpen = before.length > 0 && before.at(-1) !== 0x0a;
    appendFileSync(file, `${isOpen ? "\n" : ""}${line}\n`);
  });
}

/** Runs a command line of ours in a process of its own: what the session left in this one has no part in it. */
async function replay(words: readonly string[]): Promise<{ code: number; output: string }> {
  const home = dirname(createRequire(import.meta.url).resolve("swarm-eval/package.json"));
  const reports = mkdtempSync(join(tmpdir(), "swarm-eval-chat-"));
  const args = [join(home, "bin/swarm-eval.js"), ...words, "--output", reports];
  try {
    return await new Promise((resolve) =>
      execFile(process.execPath, [...process.execArgv, ...args], (error, stdout, stderr) =>
        resolve({
          code: error === null ? EXIT.passed : Number(error.code ?? EXIT.bug),
          output: stdout + stderr,
        }),
      ),
    );
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
