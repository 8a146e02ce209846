import { describe, it } from "vitest";
import { readTape } from "../../../src/traffic/tape/text.ts";
import { inChild } from "../../support/in-child.ts";
import { startOrigin } from "../../support/origin.ts";
import { startStandIn } from "../../support/stand-in.ts";
import type { Answer, Ask, Way } from "../../support/traffic-child.ts";

const CROWD = 96;

/** The answers that are not for the conversation that got them. Each asks with its number, and is answered with it. */
function misrouted(answers: readonly Answer[], asks: readonly Ask[]): Answer[] {
  return answers.filter((answer, index) => {
    const own = `conversation ${Math.floor(index / asks.length)}.`;
    return !JSON.stringify(answer).includes(own);
  });
}

/** The numbers of the conversations whose requests a tape holds. */
function conversationsOn(tape: string): (string | undefined)[] {
  return readTape(tape, "tape.jsonl").exchanges.map(({ request, reply }) => {
    const { body } = reply();
    return /conversation (\d+)\./.exec(JSON.stringify([request, body]))?.[1];
  });
}

describe.each<Way>([
  "fetch",
  "node:http",
  "node:http over one socket",
  "undici.request",
  "undici.request over one connection",
  "undici.fetch over one connection",
  "undici.fetch before version 8",
  "openai's SDK",
  "ApiClient",
])("%s", (way) => {
  it("brings every reply to the conversation that asked, of many at once", async ({
    expect,
    onTestFinished,
  }) => {
    const isChat = way === "openai's SDK" || way === "ApiClient";
    const server = isChat
      ? await startStandIn(({ body }) => ({ say: String(body.messages[0]?.content) }))
      : await startOrigin();
    onTestFinished(() => server.close());
    const url = "baseUrl" in server ? server.baseUrl : `${server.url}/echo`;
    const asks = ["First", "Second"].map((word) => ({
      method: "POST",
      url,
      body: `${word} in conversation %n.`,
    }));
    const recorded = await inChild({ way, mode: "record", asks, crowd: CROWD });
    expect(misrouted(recorded.answers, asks)).toEqual([]);
    expect(recorded.answers).toHaveLength(CROWD * asks.length);

    const { tapes } = recorded;
    expect(tapes.map(conversationsOn)).toEqual(
      Array.from({ length: CROWD }, (_, number) => [String(number), String(number)]),
    );
    const before = server.requests.length;
    const replayed = await inChild({ way, mode: "replay", asks, crowd: CROWD, tapes });
    expect(replayed.ended).toEqual([]);
    expect(replayed.answers).toEqual(recorded.answers);
    expect(server.requests).toHaveLength(before);
  }, 120_000);
});
