import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tells children and worker threads where to say what they were refused, and which conversation started them. */
export const VARIABLE = "SWARM_EVAL_REFUSED";

/** How the folder of that file begins; the id of its process comes next. */
export const FOLDER = "swarm-eval-refused-";

interface Address {
  readonly file: string;
  /** Undefined outside any. */
  readonly conversation?: number | undefined;
}

interface Refusal {
  readonly conversation?: number | undefined;
  /** `localhost:5432, wanted by a child process (server.js)`. */
  readonly what: string;
}

const numbers = new WeakMap<object, number>();
let latest = 0;
let file: string | undefined;

/** The value of the variable for what a conversation starts, or what is started outside any. */
export function refusedTo(conversation: object | undefined): string {
  const address: Address = {
    file: (file ??= newFile()),
    conversation: conversation && numberOf(conversation),
  };
  return JSON.stringify(address);
}

/** What was refused so far, each once, to what this conversation started; in all of the run if none is given. */
export function refusedElsewhere(conversation?: object): string[] {
  const number = conversation && numbers.get(conversation);
  if (file === undefined || (conversation !== undefined && number === undefined)) return [];
  const refusals = readRefusals(file).filter(
    (one) => number === undefined || one.conversation === number,
  );
  return [...new Set(refusals.map(({ what }) => what))];
}

const told = new Set<string>();

/** Says, in a child or a worker thread, that a connection was refused. */
export function tellRefusal(target: string, requester: string): void {
  const to = process.env[VARIABLE];
  if (to === undefined || told.has(target)) return;
  told.add(target);
  try {
    const { file: there, conversation } = JSON.parse(to) as Address;
    const refusal: Refusal = { conversation, what: `${target}, wanted by ${requester}` };
    appendFileSync(there, `${JSON.stringify(refusal)}\n`);
  } catch {
    // The run has ended.
  }
}

function numberOf(conversation: object): number {
  const number = numbers.get(conversation) ?? ++latest;
  numbers.set(conversation, number);
  return number;
}

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "refused.jsonl");
}

function readRefusals(from: string): Refusal[] {
  let text: string;
  try {
    text = readFileSync(from, "utf8");
  } catch {
    return [];
  }
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Refusal]));
}
