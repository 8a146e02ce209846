import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/traffic/http/http.ts";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";
import { redactReply } from "../../../src/traffic/redact/reply.ts";
import { reply } from "../../support/tapes.ts";

const SECRET = "correct-horse-battery";
const { redact } = redactorFor({ MY_SECRET: SECRET });

function chunked(chunks: readonly string[], gaps?: readonly number[]): Reply {
  return reply({ kind: "chunks", chunks: chunks.map((chunk) => Buffer.from(chunk)), gaps });
}

function chunksOf({ body }: Reply): string[] {
  return body.kind === "chunks" ? body.chunks.map((chunk) => Buffer.from(chunk).toString()) : [];
}

/** A stream's events, of which each holds the next piece of the text. */
function events(pieces: readonly string[], write = JSON.stringify): string[] {
  return [
    ...pieces.map((content, index) => {
      const delta = index === 0 ? { role: "assistant", content } : { content };
      return `data: ${write({ id: "chatcmpl-1", choices: [{ index: 0, delta }] })}\n\n`;
    }),
    "data: [DONE]\n\n",
  ];
}

interface Spoken {
  readonly choices: readonly [{ readonly delta: { readonly content: string } }];
}

/** What the events of a stream say together. */
function said(stream: string): string {
  return stream
    .split("\n")
    .flatMap((line) => (/^data: ?\{/.test(line) ? [JSON.parse(line.slice(line.indexOf("{")))] : []))
    .map((event: Partial<Spoken>) => event.choices?.[0].delta.content ?? "")
    .join("");
}

/** As Python writes JSON, with a space after each sign. */
function spacious(value: unknown): string {
  return JSON.stringify(value).replaceAll('":', '": ').replaceAll(',"', ', "');
}

it("leaves a reply without secrets as it is", () => {
  const stream = chunked(events(["Hello", " there"]));
  expect(redactReply(stream, redact)).toEqual(stream);
  const cut = reply({
    kind: "chunks",
    chunks: ['data: {"a', '":1}\n', "\n"].map((text) => Buffer.from(text)),
  });
  expect(redactReply(cut, redact)).toEqual(cut);
  const json = reply({ kind: "json", value: { a: 1 }, layout: { indent: 2, end: "\n" } });
  expect(redactReply(json, redact)).toEqual(json);
});

it.each<readonly [string, Reply]>([
  ["JSON", reply({ kind: "json", value: { a: { b: [`It is ${SECRET}.`] } } })],
  ["JSON inside JSON", reply({ kind: "json", value: { a: JSON.stringify({ b: SECRET }) } })],
  ["text", reply({ kind: "text", text: `It is ${SECRET}.` })],
  [
    "bytes",
    reply({
      kind: "base64",
      base64: Buffer.from(`\0\xff${SECRET}\0`, "latin1").toString("base64"),
    }),
  ],
  ["a header", reply({ kind: "text", text: "" }, { headers: { "x-ratelimit-user": SECRET } })],
  [
    "the target of a redirection",
    reply({ kind: "text", text: "" }, { headers: { location: `/?key=${SECRET}` } }),
  ],
  [
    "what a header's name says is one",
    reply({ kind: "text", text: "" }, { headers: { "x-amz-meta-password": "a-horse-of-ours" } }),
  ],
  ["a status text", reply({ kind: "text", text: "" }, { statusText: `OK ${SECRET}` })],
  ["a trailer", reply({ kind: "text", text: "" }, { trailers: { "x-sum": SECRET } })],
  [
    "early hints",
    reply(
      { kind: "text", text: "" },
      { informational: [{ status: 103, headers: { link: `</${SECRET}>` } }] },
    ),
  ],
  [
    "the words of a failure",
    reply(
      { kind: "text", text: "" },
      { failure: { code: "ENOTFOUND", message: `getaddrinfo ENOTFOUND ${SECRET}.local` } },
    ),
  ],
  ["a chunk", chunked([`data: {"a":"${SECRET}"}\n\n`])],
  ["two chunks, half in each", chunked(['data: {"a":"correct-ho', 'rse-battery"}\n\n'])],
  [
    "bytes in chunks",
    reply({
      kind: "chunks",
      chunks: [Buffer.from("\xffcorrect-ho", "latin1"), Buffer.from("rse-battery\xfe", "latin1")],
    }),
  ],
  ["events that spell it out", chunked(events(["It is cor", "rect", "-horse-", "battery", "!"]))],
  [
    "events that spell it out, with spaces",
    chunked(events(["It is cor", "rect", "-horse-", "battery", "!"], spacious)),
  ],
  [
    "lines of JSON that spell it out",
    chunked(["correct", "-horse-", "battery"].map((text) => `{"text":"${text}"}\n`)),
  ],
])("takes a secret out of %s", (_, before) => {
  const { leaks } = redactorFor({ MY_SECRET: SECRET });
  const after = redactReply(before, redact);
  const written = JSON.stringify({
    ...after,
    body: after.body.kind === "chunks" ? chunksOf(after) : after.body,
  });
  expect(leaks(written)).toEqual([]);
  expect(written).not.toContain("horse");
  expect(redactReply(after, redact)).toEqual(after);
});

describe("a stream that spells a secret out", () => {
  it("keeps its events, and all but the secret of what they say", () => {
    const pieces = ["I", " say", " cor", "rect", "-horse-", "battery", "!", " Bye."];
    const after = chunksOf(redactReply(chunked(events(pieces)), redact));
    expect(after).toHaveLength(pieces.length + 1);
    expect(said(after.join(""))).toBe("I say [redacted]! Bye.");
    expect(after.slice(0, 2)).toEqual(events(pieces).slice(0, 2));
    expect(after.slice(-3)).toEqual(events(pieces).slice(-3));
  });

  it("keeps the spelling of the events that it does not touch", () => {
    const [first = "", ...rest] = events(["I", " say", " correct-", "horse-battery"], spacious);
    const after = chunksOf(redactReply(chunked([`: comment\r\n${first}`, ...rest]), redact));
    expect(after[0]).toBe(`: comment\r\n${first}`);
  });

  it("keeps the arguments of parallel calls apart by their index", () => {
    const call = (index: number, text: string): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index, function: { arguments: text } }] } }] })}\n\n`;
    const before = chunked([
      call(0, "correct-"),
      call(1, "horse"),
      call(0, "horse-"),
      call(0, "battery"),
    ]);
    expect(chunksOf(redactReply(before, redact))).toEqual([
      call(0, "[redacted]"),
      call(1, "horse"),
      call(0, ""),
      call(0, ""),
    ]);
  });

  it("does not take what every event repeats for a text", () => {
    const event = 'data: {"id":"sk-12345678"}\n\n';
    const before = chunked([event, event, event]);
    expect(redactReply(before, redact)).toEqual(before);
  });
});

it("ends chunks at line ends if a secret was spread over two, and keeps their time", () => {
  const before = chunked(
    ['data: {"a":"corr', "ect-horse", '-battery"}\n\ndata: 1\n\n', "data: 2\n\n"],
    [1, 2, 3, 4],
  );
  const after = redactReply(before, redact);
  expect(chunksOf(after)).toEqual(['data: {"a":"[redacted]"}\n\ndata: 1\n\n', "data: 2\n\n"]);
  expect(after.body).toMatchObject({ gaps: [6, 4] });
});
