import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { TrialError } from "../../../src/results/result.ts";
import { TrialProgress } from "../../../src/runner/trial/trial-progress.ts";
import { recordedTraffic, type TrialTraffic } from "../../../src/runner/trial/traffic.ts";
import type { RecordingMode } from "../../../src/traffic/conversation.ts";
import type { Reply } from "../../../src/traffic/http/http.ts";
import { sharedTexts } from "../../../src/traffic/tape/parts.ts";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";
import { TapeFile } from "../../../src/traffic/tape/file.ts";
import type { TapeContent } from "../../../src/traffic/tape/tape.ts";
import { chat, reply } from "../../support/tapes.ts";

const ADDRESS = { suite: "shop", case: "refund", trial: 1, model: null, stream: false };
const API: TrialError = { kind: "api", message: "503 Down" };

function fixtures(): string {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-fixtures-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const SERVER = {
  baseUrl: "https://api.openai.com/v1",
  headers: () => ({}),
  retries: 3,
  source: "The address is that of OpenAI",
  keySource: undefined,
};

function traffic(
  directory: string,
  mode: RecordingMode,
  { abort = () => undefined }: { abort?: (reason: Error) => void } = {},
): TrialTraffic {
  const redactor = redactorFor({});
  const options = {
    fixtures: directory,
    caseFile: "../evals/shop.jsonl",
    redactor,
    sharedText: sharedTexts(redactor.redact),
    server: SERVER,
    judgeServer: SERVER,
    apis: ["https://api.openai.com/v1", "https://localhost:8080/v1", "https://other/v1"],
    clientName: "swarm-eval/1.2.3",
    realTime: false,
    clock: "real" as const,
    command: () => "swarm-eval run",
    renameCommand: () => "swarm-eval recordings rename",
  };
  return recordedTraffic(mode, new TapeFile(directory, ADDRESS), options, new TrialProgress(), {
    abort,
    onSend: undefined,
  });
}

interface Answering {
  readonly status?: number;
  readonly host?: string;
  readonly standIn?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly says?: string;
}

/** Asks for a completion; if the tape does not answer, a provider does. Returns who did. */
function asks(
  { conversation }: TrialTraffic,
  content: string,
  {
    status = 200,
    host = "api.openai.com",
    standIn = false,
    headers = {},
    says = "Hello.",
  }: Answering = {},
): "replay" | "record" | undefined {
  const request = chat({ model: "gpt-5.4", messages: [{ role: "user", content }] });
  const url = `https://${host}/v1/chat/completions`;
  const decision = conversation?.decide({ ...request, url });
  const value = { choices: [{ message: { role: "assistant", content: says } }] };
  const answer: Reply = reply({ kind: "json", value }, { status, headers });
  if (decision?.type === "record") decision.record(() => answer, standIn);
  return decision?.type;
}

/** Plays a trial to its end, or to this error, and returns the tape as it is then. */
function played(
  directory: string,
  mode: RecordingMode,
  play: (trial: TrialTraffic) => void,
  error: TrialError | null = null,
): TapeContent | undefined {
  const trial = traffic(directory, mode);
  play(trial);
  trial.finish({ error });
  return new TapeFile(directory, ADDRESS).load();
}

describe("a recording", () => {
  it("says where it comes from", () => {
    const tape = played(fixtures(), "record", (trial) => asks(trial, "Hello"));
    expect(tape?.header).toEqual({
      ...ADDRESS,
      case_file: "../evals/shop.jsonl",
      recorded_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
      answered_by: "provider",
      hosts: ["api.openai.com"],
      client: "swarm-eval/1.2.3",
    });
  });

  it("holds nowhere what one of its replies names as a secret, not even before that", () => {
    const token = "opaque-x9x9-Rf4vT5gB6";
    const tape = played(fixtures(), "record", (trial) => {
      asks(trial, `Mine is ${token}.`);
      asks(trial, "Log me in.", { says: JSON.stringify({ session_token: token }) });
      asks(trial, `It was ${token}.`);
    });
    expect(tape?.parts).toHaveLength(3);
    expect(JSON.stringify([tape, tape?.exchanges.map(({ reply }) => reply())])).not.toContain(
      token,
    );
    expect(tape?.parts[0]).toContain("Mine is [redacted].");
  });

  it("that a stand-in answered in part still says so, and who else did, when a provider answers the rest", () => {
    const directory = fixtures();
    played(directory, "record", (trial) =>
      asks(trial, "Hello", { standIn: true, host: "localhost:8080" }),
    );
    const tape = played(directory, "record", (trial) => {
      expect([asks(trial, "Hello"), asks(trial, "Bye")]).toEqual(["replay", "record"]);
    });
    expect(tape?.header).toMatchObject({
      answered_by: "stand-in",
      hosts: ["api.openai.com", "localhost:8080"],
    });
    const updated = played(directory, "update", (trial) => asks(trial, "Good day"));
    expect(updated?.header).toMatchObject({ answered_by: "provider", hosts: ["api.openai.com"] });
  });
});

describe("a request of an agent without a client of its own", () => {
  const ask = ({ client }: TrialTraffic): unknown =>
    client.chat.completions.create({
      model: "gpt-5.4",
      messages: [{ role: "user", content: "Hello" }],
    });

  it("is asked again in a replay as it was recorded, and without the wait", async () => {
    const directory = fixtures();
    played(directory, "record", (trial) => {
      asks(trial, "Hello", { status: 429, headers: { "retry-after": "60" } });
      asks(trial, "Hello");
    });
    const trial = traffic(directory, "replay");
    expect(await ask(trial)).toMatchObject({ choices: [{ message: { content: "Hello." } }] });
    expect(trial.finish({ error: null }).leftovers).toEqual([]);
  });

  it("is not asked again if no recording answers it", async () => {
    const reasons: string[] = [];
    const abort = ({ name }: Error): unknown => reasons.push(name);
    const trial = traffic(fixtures(), "replay", { abort });
    await expect(ask(trial)).rejects.toThrow("No recording answers POST /chat/completions");
    expect(reasons).toEqual(["ReplayMissError"]);
  });
});

describe("a trial that broke off", () => {
  it("on a provider that refuses is recorded as errored, and replaced when recording again", () => {
    const directory = fixtures();
    const refused = (trial: TrialTraffic) => asks(trial, "Hello", { status: 503 });
    expect(played(directory, "record", refused, API)?.header.outcome).toBe("errored");
    expect(asks(traffic(directory, "replay"), "Hello")).toBe("replay");
    const again = played(directory, "record", (trial) => {
      expect(asks(trial, "Hello")).toBe("record");
    });
    expect(again?.header).not.toHaveProperty("outcome");
    expect(again?.exchanges.map((made) => made.reply().status)).toEqual([200]);
  });

  it("on a provider that cannot be reached leaves no recording", () => {
    const unreached = (trial: TrialTraffic) => asks(trial, "Hello", { status: 0 });
    expect(played(fixtures(), "record", unreached, API)).toBeUndefined();
  });

  it.each(["timeout", "agents_module", "interrupted", "budget"] as const)(
    "by %s leaves no recording, and the one that was there",
    (kind) => {
      const directory = fixtures();
      const error = { kind, message: "" };
      const play = (trial: TrialTraffic) => asks(trial, "Hello", { host: "other" });
      expect(played(directory, "record", play, error)).toBeUndefined();
      played(directory, "record", (trial) => asks(trial, "Hello"));
      expect(played(directory, "update", play, error)?.header.hosts).toEqual(["api.openai.com"]);
    },
  );

  it.each(["record", "update"] as const)("never replaces one that can be played: %s", (mode) => {
    const directory = fixtures();
    played(directory, "record", (trial) => asks(trial, "Hello"));
    const tape = played(directory, mode, (trial) => asks(trial, "Bye", { status: 503 }), API);
    expect(tape?.header).not.toHaveProperty("outcome");
    expect(tape?.exchanges).toHaveLength(1);
  });
});

it("says which recording cannot be written, in a usage error", () => {
  const file = join(fixtures(), "fixtures");
  writeFileSync(file, "no directory");
  const trial = traffic(file, "update");
  asks(trial, "Hello");
  expect(() => trial.finish({ error: null })).toThrow(
    expect.objectContaining({
      name: "UsageError",
      message: expect.stringContaining(
        `The recording ${join(file, "shop", "refund.1.jsonl")} could not be written: `,
      ) as string,
    }) as Error,
  );
});
