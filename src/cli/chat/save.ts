import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { caseRule } from "../../cases/rules/case.ts";
import { freeId, newId } from "../../cases/importing/new-id.ts";
import type { Screen } from "../../chat/screen.ts";
import { sessionCase, type Session } from "../../chat/session-case.ts";
import type { UserInput } from "../../chat/user-input.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import type { TrafficOptions } from "../../runner/trial/traffic.ts";
import { appendLines } from "../../text/append-lines.ts";
import { sweepUnfinished } from "../../traffic/tape/file.ts";
import { CHECK_SAVED } from "../options/check-saved.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { recordChat, type ChatRecording } from "./recording.ts";
import { chatTarget, isId, NO_ID, type ChatTarget, type TargetOptions } from "./target.ts";

/** A session that is recorded, to be saved at its end. */
export interface ChatSaving extends Pick<ChatRecording, "client" | "record"> {
  /**
   * Makes a case of the session, with its recording, and replays it as the user will. Returns the exit code of that.
   * Throws UsageError and TapeError after it has shown the case, so that the conversation is not lost.
   */
  save(session: Omit<Session, "id">, input: UserInput, screen: Screen): Promise<number>;
}

interface SavingOptions extends TargetOptions {
  readonly modelOverride?: string | undefined;
  readonly stream?: boolean | undefined;
}

/** Checks that the coming session can be saved, and begins to record. Throws UsageError and CaseFileError. */
export async function startSaving(
  options: SavingOptions,
  traffic: TrafficOptions,
): Promise<ChatSaving> {
  const { id, modelOverride: model = null, stream = false } = options;
  const target = await chatTarget(options);
  sweepUnfinished(target.suite.fixtures);
  const recording = recordChat({ suite: target.suite.name, model, stream }, traffic);
  const { client, record } = recording;
  return {
    client,
    record,
    async save(session, input, screen) {
      if (session.turns.length === 0) {
        screen.note(`Nothing was said that could be saved in ${target.suite.caseFile}.`);
        return EXIT.passed;
      }
      const ended = { target, recording, session, id, input, screen };
      const chosen = await chooseId(ended);
      await writeCase(chosen, ended);
      return replayCase(chosen, ended);
    },
  };
}

/** A session that is over. */
interface EndedSession {
  readonly target: ChatTarget;
  readonly recording: ChatRecording;
  readonly session: Omit<Session, "id">;
  /** The id that was asked for; undefined if the user is asked for one. */
  readonly id: string | undefined;
  readonly input: UserInput;
  readonly screen: Screen;
}

async function chooseId({ id, target, session, input, screen }: EndedSession): Promise<string> {
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

async function writeCase(id: string, ended: EndedSession): Promise<void> {
  const { recording, session, screen } = ended;
  const { redactor } = recording;
  const { caseFile: file } = ended.target.suite;
  // Redacted like the recording, so that what is replayed is what is expected.
  const line = redactor.redact(JSON.stringify(sessionCase({ ...session, id })));
  const leaks = redactor.leaks(line);
  try {
    if (leaks.length > 0)
      throw new UsageError(
        `The case holds the value of ${leaks.join(", ")}, so it was not written.`,
      );
    await requireCase(line);
    recording.write(id);
    // With the numbers that its secrets have on the tape.
    append(file, redactor.redact(line));
  } catch (error) {
    screen.error(`The session could not be saved in ${file}. Its case would be:`);
    screen.note(leaks.length > 0 ? "(not shown: it holds a secret)" : line);
    throw error;
  }
}

/** One broken line would spoil the file for all its cases. */
async function requireCase(line: string): Promise<void> {
  const { explainLine } = await import("../../cases/reading/explain.ts");
  const messages = explainLine(line, caseRule).problems.map(({ message }) => message);
  if (messages.length > 0)
    throw new UsageError(`The session makes no valid case: ${messages.join(" ")}`);
}

function append(file: string, line: string): void {
  attempt(`${file} could not be written`, () => appendLines(file, [line]));
}

async function replayCase(id: string, { target, screen }: EndedSession): Promise<number> {
  const words = target.replay(id);
  const command = ownCommand(["run", ...words, ...target.once]);
  const { code, output } = await runCommand([CHECK_SAVED, ...words]);
  const saved = `Saved as ${id} in ${target.suite.caseFile}`;
  if (code === EXIT.passed) {
    screen.note(`${saved}. It replays and passes:\n  ${command}`);
  } else {
    screen.error(`${saved}, but it does not pass when it is replayed:`);
    screen.note(`  ${command}\n${output.trimEnd()}`);
  }
  return code;
}

/** Runs a command line of ours in a process of its own, which the session in this one cannot affect. */
async function runCommand(words: readonly string[]): Promise<{ code: number; output: string }> {
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
