import { describe, expect, it } from "vitest";
import type { HttpRequest, Reply } from "../../../src/traffic/http/http.ts";
import { TapeError } from "../../../src/traffic/tape/tape.ts";
import { readTape, writeTape } from "../../../src/traffic/tape/text.ts";
import { chat, conversationOf, HEADER, reply } from "../../support/tapes.ts";

const TOOLS = [
  {
    type: "function",
    function: { name: "refund", parameters: { type: "object", properties: {} } },
  },
];

/** The tape of these exchanges, as text. */
function taped(...exchanges: readonly (readonly [HttpRequest, Reply])[]): string {
  const { conversation, text } = conversationOf("update");
  for (const [request, answer] of exchanges) {
    const decision = conversation.decide(request);
    if (decision.type === "record") decision.record(() => answer, true);
  }
  return text();
}

function says(content: string): Reply {
  return reply({
    kind: "json",
    value: { choices: [{ index: 0, message: { role: "assistant", content } }] },
  });
}

/** A conversation of this many turns, in which every request holds all messages before it. */
function conversation(turns: number, answer = (turn: number): string => `Answer ${turn}.`): string {
  const messages: object[] = [
    { role: "system", content: "You are a shop's service desk. ".repeat(20) },
  ];
  return taped(
    ...Array.from({ length: turns }, (_, turn) => {
      messages.push({ role: "user", content: `Question ${turn}?` });
      const request = chat({ model: "gpt-5.4", messages: [...messages], tools: TOOLS });
      messages.push({ role: "assistant", content: answer(turn) });
      return [request, says(answer(turn))] as const;
    }),
  );
}

it("is text that can be read, with each message once", () => {
  expect(conversation(2)).toMatchInlineSnapshot(`
    "{"tape":2,"suite":"shop","case":"refund","trial":1,"model":null,"stream":false,"recorded_at":"2026-01-31","answered_by":"stand-in","hosts":["127.0.0.1:8000"],"client":"swarm-eval/0.0.0"}
    {"part":1,"value":{"content":"You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. You are a shop's service desk. ","role":"system"}}
    {"part":2,"value":{"content":"Question 0?","role":"user"}}
    {"part":3,"value":{"function":{"name":"refund","parameters":{"properties":{},"type":"object"}},"type":"function"}}
    {"request":1,"method":"POST","path":"/chat/completions","parts":{"messages":"1-2","tools":"3"},"json":{"model":"gpt-5.4"}}
    {"reply":1,"status":200,"ms":10,"at":10,"headers":{"content-type":"application/json"},"json":{"choices":[{"index":0,"message":{"role":"assistant","content":"Answer 0."}}]}}
    {"part":4,"value":{"content":"Answer 0.","role":"assistant"}}
    {"part":5,"value":{"content":"Question 1?","role":"user"}}
    {"request":2,"method":"POST","path":"/chat/completions","parts":{"messages":"1-2,4-5","tools":"3"},"json":{"model":"gpt-5.4"}}
    {"reply":2,"status":200,"ms":10,"at":10,"headers":{"content-type":"application/json"},"json":{"choices":[{"index":0,"message":{"role":"assistant","content":"Answer 1."}}]}}
    {"end":{"exchanges":2,"crc32":"b741d30d d4b3a16c 5fe95eb5 efca2975 73901ff9 bfdd161c d82def43 a27e9fb8 31ccd8d1 a3fdef79"}}
    "
  `);
});

it("takes as many bytes for the hundredth turn as for the tenth", () => {
  const bytes = [10, 20, 90, 100].map((turns) => conversation(turns).length);
  const [ten = 0, twenty = 0, ninety = 0, hundred = 0] = bytes;
  // Two digits more in some numbers.
  expect(hundred - ninety).toBeLessThan((twenty - ten) * 1.05);
  // Stored whole, the messages of a hundred requests are fifty times as much.
  expect(hundred).toBeLessThan(60_000);
});

it("changes in a few lines if one reply changed", () => {
  const before = conversation(100).split("\n");
  const after = conversation(100, (turn) =>
    turn === 50 ? "Another answer." : `Answer ${turn}.`,
  ).split("\n");
  expect(after).toHaveLength(before.length);
  const changed = after.filter((line, index) => line !== before[index]);
  // The reply, the message that the next request holds, and the checksums.
  expect(changed.map((line) => /^\{"(\w+)"/.exec(line)?.[1])).toEqual(["reply", "part", "end"]);
});

it("is the same whatever the order of keys, and of what else was asked meanwhile", () => {
  const one = taped([
    chat({ model: "m", messages: [{ role: "user", content: "Hi" }] }),
    says("Ho"),
  ]);
  const other = taped([
    chat({ messages: [{ content: "Hi", role: "user" }], model: "m" }),
    says("Ho"),
  ]);
  expect(other).toBe(one);
});

const bodies: readonly (readonly [string, Reply])[] = [
  ["JSON", reply({ kind: "json", value: { a: [1, null, "Grüße"] } })],
  ["JSON in lines", reply({ kind: "json", value: { a: 1 }, layout: { indent: 2, end: "\n" } })],
  ["text", reply({ kind: "text", text: "{not JSON\r\n\u2028" })],
  ["nothing", reply({ kind: "text", text: "" })],
  ["bytes", reply({ kind: "base64", base64: "AP+A" })],
  [
    "a stream",
    reply({
      kind: "chunks",
      chunks: ["data: {}\n\n", "data: [DONE]\n\n", ": x\n", "da"].map((text) => Buffer.from(text)),
    }),
  ],
  [
    "a stream that is spelled in other ways",
    reply({
      kind: "chunks",
      chunks: [
        'data: {"a": 1}\n\n',
        'data: {"a":1.0}\n\n',
        'data:{"a":1}\n\n',
        'data: {"a":1}\r\n\r\n',
        'data: "[DONE]"\n\n',
        "event: x\ndata: {}\n\n",
      ].map((text) => Buffer.from(text)),
    }),
  ],
  [
    "a stream cut in a character",
    reply({ kind: "chunks", chunks: [Buffer.from([0xc3]), Buffer.from([0xbc])], gaps: [1, 2] }),
  ],
  [
    "a reply that broke off",
    reply({ kind: "chunks", chunks: [] }, { failure: { code: "ECONNRESET", message: "aborted" } }),
  ],
];

it.each(bodies)("keeps %s to the byte", (_, answer) => {
  const text = taped([chat({ model: "m", messages: [] }), answer]);
  const [exchange] = readTape(text, "tape.jsonl").exchanges;
  const read = exchange?.reply();
  expect(normal(read as Reply)).toEqual(normal(answer));
  expect(writeTape(readTape(text, "tape.jsonl"))).toBe(text);
});

/** Without the difference between kinds of byte arrays. */
function normal(answer: Reply): unknown {
  const { body } = answer;
  return body.kind === "chunks"
    ? {
        ...answer,
        body: { ...body, chunks: body.chunks.map((chunk) => Buffer.from(chunk).toString("hex")) },
      }
    : answer;
}

it("keeps requests whose body has keys of ours, or lists under odd keys", () => {
  const requests = [
    chat({ parts: { messages: "1-2" }, $parts: "1", text: "x" }),
    chat({ '1","parts":{"': [{ a: 1 }], "10": [{ b: 1 }], "9": [{ a: 1 }], "}": [{ c: 2 }] }),
    chat({ messages: [{ parts: '"parts":{"x":"1"}' }], nested: { list: [{ a: 1 }] } }),
  ];
  const text = taped(...requests.map((request) => [request, says("Yes")] as const));
  const { conversation } = conversationOf("replay", text);
  // Asked in another order, their parts have other numbers in the request's eyes.
  for (const request of requests.toReversed())
    expect(conversation.decide(request).type).toBe("replay");
});

describe("a tape that is not as it was written", () => {
  const text = conversation(2);
  const lines = text.split("\n");
  const edited = (index: number, line: string): string => lines.with(index, line).join("\n");

  const restore =
    "Restore the file from version control, or record the case again with --traffic update.";
  const noTape = (begins: string): string =>
    `it is not a tape: the first line of one begins {"tape":2, and this one begins ${JSON.stringify(begins)}. ${restore}`;
  const short = `it was cut short: the last line of a tape holds its checksums. ${restore}`;
  const changed = `the line was changed after it was recorded. ${restore}`;
  const merged =
    "it holds the marks of a merge conflict. Take one side whole, or record the case again with --traffic update.";
  const ours = ["<<<<<<< HEAD", lines[5] ?? "", "=======", lines[5] ?? "", ">>>>>>> other"];

  it.each<readonly [string, string, number, string]>([
    ["empty", "", 1, `it is empty. ${restore}`],
    ["only a line end", "\n", 1, noTape("")],
    [
      "binary",
      Buffer.from([0x1f, 0x8b, 8, 0, 0xff]).toString(),
      1,
      noTape("\u001f\ufffd\b\0\ufffd"),
    ],
    ["some other JSON", '{"hello":"world"}\n', 1, noTape('{"hello":"world"}')],
    ["some other text", "Hello\n", 1, noTape("Hello")],
    ["a list", "[1]\n", 1, noTape("[1]")],
    [
      "of an unknown version",
      text.replace('{"tape":2,', '{"tape":3,'),
      1,
      "it is of version 3, and this swarm-eval reads versions 1 and 2. Record the case again with --traffic update, or play it with the swarm-eval that recorded it.",
    ],
    ["cut short in a line", text.slice(0, 300), 2, short],
    ["cut short after a line", lines.slice(0, 5).join("\n"), 5, short],
    ["cut short by its last line", `${lines.slice(0, -2).join("\n")}\n`, 10, short],
    ["cut short by two bytes", text.slice(0, -2), 11, short],
    ["changed in its header", edited(0, (lines[0] ?? "").replace("refund", "refunds")), 1, changed],
    ["changed in a message", edited(2, (lines[2] ?? "").replace("Question", "Frage")), 3, changed],
    ["changed in a reply", edited(5, (lines[5] ?? "").replace("Answer", "Reply")), 6, changed],
    [
      "changed in its checksums",
      edited(10, (lines[10] ?? "").replace(/[0-9a-f]{8}/, "0")),
      1,
      changed,
    ],
    [
      "without a line",
      lines.toSpliced(3, 1).join("\n"),
      4,
      `here 1 line was taken out after it was recorded. ${restore}`,
    ],
    [
      "with two lines more",
      lines.toSpliced(3, 0, "{}", "{}").join("\n"),
      4,
      `here 2 lines were added after it was recorded. ${restore}`,
    ],
    ["full of the marks of a merge conflict", lines.toSpliced(5, 1, ...ours).join("\n"), 6, merged],
    ["the whole of a conflict", `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`, 1, merged],
  ])("is refused if it is %s", (_, broken, line, problem) => {
    const file = "fixtures/shop/refund.1.jsonl";
    expect(() => readTape(broken, file)).toThrow(new TapeError(file, line, problem));
  });

  it.each([
    ["its line ends were changed, as a checkout on Windows does", text.replaceAll("\n", "\r\n")],
    ["its last line end was taken away, as an editor does", text.slice(0, -1)],
    ["a line end was added, as an editor does", `${text}\n`],
    ["a byte order mark was put before it, as an editor does", `\uFEFF${text}`],
  ])("is played if only %s", (_, saved) => {
    const { header, exchanges } = readTape(saved, "tape.jsonl");
    expect(header).toEqual(HEADER);
    expect(exchanges.map(({ reply: answer }) => answer().status)).toEqual([200, 200]);
  });
});
