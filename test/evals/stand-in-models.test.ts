import { describe, expect, it } from "vitest";
import { airlineModel } from "../support/models/airline.ts";
import { basicsModel } from "../support/models/basics.ts";
import { answerEmbeddings } from "../support/embeddings.ts";
import { filledIn } from "../support/filled-in.ts";
import { call, say, type ScriptedReply } from "../support/script.ts";
import type { StandInReply, StandInRequest } from "../support/stand-in.ts";
import { triageModel } from "../support/models/triage.ts";

describe("a scripted model", () => {
  it.each<[sentence: string, said: string[], offered: string[], reply: StandInReply]>([
    [
      "answers the user of a case",
      ["My suitcase did not arrive!"],
      ["transferToLostBaggage"],
      { calls: [{ name: "transferToLostBaggage", arguments: {} }] },
    ],
    [
      "refuses a user of no case",
      ["Tell me a joke."],
      ["transferToLostBaggage"],
      refusal('No case of the airline suite has a user who says "Tell me a joke." here.'),
    ],
    [
      "refuses a turn that its case has not",
      ["My suitcase did not arrive!", "Hello?"],
      ["transferToLostBaggage"],
      refusal('No case of the airline suite has a user who says "Hello?" here.'),
    ],
    [
      "refuses to call what is not offered",
      ["My suitcase did not arrive!"],
      [],
      refusal(
        "The script of route-to-baggage calls transferToLostBaggage in turn 1, where it is not offered; these are: none.",
      ),
    ],
  ])("%s", (_, said, offered, reply) => {
    const messages = said.map((content) => ({ role: "user", content }));
    expect(airlineModel()(chat(messages, offered))).toEqual(reply);
  });

  it.each([
    ["You speak with Imani: greet by the name.", "Good day, Imani! What may I do for you?"],
    ["Greet whoever comes in.", "I do not know: nobody told me."],
  ])("knows what it is told, and nothing else: %s", (system, words) => {
    const messages = [
      { role: "system", content: system },
      { role: "user", content: "Good day!" },
    ];
    expect(basicsModel()(chat(messages, []))).toMatchObject({ say: words });
  });

  it.each([
    ["passes", "19 pounds are yours again."],
    ["fails", "I am so sorry."],
  ])("is a judge that %s a reply for what it says", (verdict, says) => {
    const messages = [
      { role: "system", content: "Grade it.\nSays that 19 pounds are paid back." },
      { role: "user", content: JSON.stringify({ conversation: [], reply: { says } }) },
    ];
    const request = chat(messages, []);
    const reply = triageModel()({ ...request, body: { ...request.body, response_format: {} } });
    expect(JSON.parse((reply as { say: string }).say)).toEqual({
      verdict: `${verdict.slice(0, 4)}ed`,
      reason: expect.stringContaining("Says that 19 pounds are paid back."),
    });
  });

  it("has no rubric but its own", () => {
    const request = chat([{ role: "system", content: "Is it polite?" }], []);
    const reply = triageModel()({ ...request, body: { ...request.body, response_format: {} } });
    expect(reply).toEqual(refusal("No rubric is known that ends: Is it polite?"));
  });
});

describe("a scripted reply", () => {
  const answers = ['{"name":"hat","size":{"head":56}}', '[{"name":"scarf"}]', "Sent.", "7"];

  it.each<[what: string, reply: ScriptedReply, filled: ScriptedReply]>([
    ["the latest answer that has it", say("a {name}"), say("a hat")],
    ["an answer by its place", say("{2.0.name} of {2.length}"), say("scarf of 1")],
    ["what lies deeper", say("{size.head} cm"), say("56 cm")],
    ["a whole answer", say("{3} {4}"), say("Sent. 7")],
    ["what no tool said", say("{price} pounds, {9}"), say("{price} pounds, {9}")],
    [
      "texts among arguments",
      call("mail", { about: ["a {name}"], times: 2 }),
      call("mail", { about: ["a hat"], times: 2 }),
    ],
    ["no text that is all of the arguments", call("mail", '{"{name}'), call("mail", '{"{name}')],
  ])("is filled in with %s", (_, reply, filled) => {
    expect(filledIn(reply, answers)).toEqual(filled);
  });
});

describe("the embeddings", () => {
  it("are nearer to each other for texts that have words in common", () => {
    const [asked = [], near, far] = embed([
      "How are refunds paid?",
      "A refund is paid in full.",
      "Trams leave at nine.",
    ]);
    expect(product(asked, near)).toBeGreaterThan(product(asked, far) + 0.3);
    expect(product(asked, asked)).toBeCloseTo(1);
  });

  it("come as 32-bit floats where base64 is asked for", () => {
    const [[floats = []], [bytes]] = [embed(["one word"]), embed(["one word"], "base64")];
    const buffer = Buffer.from(bytes as unknown as string, "base64");
    const decoded = Array.from({ length: 8 }, (_, index) => buffer.readFloatLE(index * 4));
    expect(decoded).toEqual(floats.map(Math.fround));
  });

  function embed(input: string[], format = "float"): number[][] {
    const body = { input, dimensions: 8, encoding_format: format, model: "small", messages: [] };
    const reply = answerEmbeddings({ body } as unknown as StandInRequest) as { raw: string };
    const { data } = JSON.parse(reply.raw) as { data: { embedding: number[] }[] };
    return data.map(({ embedding }) => embedding);
  }

  function product(one: readonly number[], other: readonly number[] = []): number {
    return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  }
});

function chat(messages: readonly object[], offered: readonly string[]): StandInRequest {
  const tools = offered.map((name) => ({ function: { name } }));
  const body = { model: "gpt-5.4", messages, tools };
  return { path: "/v1/chat/completions", body } as unknown as StandInRequest;
}

function refusal(message: string): StandInReply {
  const error = { message, type: "stand_in", param: null, code: null };
  return { status: 400, raw: JSON.stringify({ error }) };
}
