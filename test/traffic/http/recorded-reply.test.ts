import { expect, it } from "vitest";
import { recordReply } from "../../../src/traffic/http/recorded-reply.ts";

it("takes the time from its request to its last byte", async () => {
  let time = 1000;
  async function* body(): AsyncGenerator<Uint8Array> {
    time += 20;
    yield Buffer.from("Hel");
    time += 30;
    yield Buffer.from("lo");
    time += 1;
  }
  const { forwarded, soFar } = recordReply(
    { status: 200, headers: { "content-type": "text/plain" }, body: body() },
    { now: () => time, since: 900, keepGaps: false, signal: undefined },
  );
  for await (const chunk of forwarded.body) expect(chunk.length).toBeGreaterThan(0);
  expect(soFar()).toMatchObject({ ms: 151, at: 1051 });
});
