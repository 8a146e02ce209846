import { expect, it } from "vitest";
import type { HttpRequest } from "../../../src/traffic/http/http.ts";
import { conversationOf, reply } from "../../support/tapes.ts";

const KEY = "correct-horse-7";

/** Whether a request that was recorded with a secret is answered where this one is made, without the variable. */
function answers(recorded: HttpRequest, made: HttpRequest, environment = {}): boolean {
  const recording = conversationOf("update", undefined, { environment: { MY_KEY: KEY } });
  const decision = recording.conversation.decide(recorded);
  if (decision.type === "record") decision.record(() => reply({ kind: "text", text: "" }), true);
  expect(recording.text()).not.toContain(KEY);
  const replay = conversationOf("replay", recording.text(), { environment });
  try {
    return replay.conversation.decide(made).type === "replay";
  } catch {
    return false;
  }
}

const get = (url: string): HttpRequest => ({ method: "GET", url, body: { kind: "none" } });
const post = (value: unknown): HttpRequest => ({
  method: "POST",
  url: "http://api.test/order",
  body: { kind: "json", value },
});

it.each<readonly [string, HttpRequest, HttpRequest]>([
  ["another in a query", get(`http://api.test/?appid=${KEY}`), get("http://api.test/?appid=x")],
  [
    "undefined in a query",
    get(`http://a.test/?k=${KEY}&b=1`),
    get("http://a.test/?k=undefined&b=1"),
  ],
  ["nothing in a query", get(`http://api.test/?appid=${KEY}&b=1`), get("http://api.test/?b=1")],
  ["another in a path", get(`http://api.test/bot${KEY}/send`), get("http://api.test/bot1/send")],
  ["another in JSON", post({ a: [{ key: KEY }] }), post({ a: [{ key: "y" }] })],
  ["nothing in JSON", post({ key: KEY, n: 1 }), post({ n: 1 })],
  ["another within a text", post({ said: `It is ${KEY}.` }), post({ said: "It is z." })],
])("takes %s for a secret of the recording", (_, recorded, made) => {
  expect(answers(recorded, made)).toBe(true);
});

it.each<readonly [string, HttpRequest, HttpRequest]>([
  ["another value beside it", post({ key: KEY, n: 1 }), post({ key: "y", n: 2 })],
  ["another text around it", post({ said: `It is ${KEY}.` }), post({ said: "It was z." })],
  ["another host", get(`http://a.test/?k=${KEY}`), get("http://b.test/?k=1")],
  ["one parameter more", get(`http://a.test/?k=${KEY}`), get("http://a.test/?k=1&more=1")],
  ["no secret at all", post({ n: 1 }), post({ n: 2 })],
])("is not misled by it: %s", (_, recorded, made) => {
  expect(answers(recorded, made)).toBe(false);
});

it("takes a word that is a secret of this machine only for that word", () => {
  const said = post({ said: "Please ask the Concierge9 about it." });
  expect(answers(said, said, { DB_PASSWORD: "Concierge9" })).toBe(true);
});
