import { expect, it } from "vitest";
import type { OtherTape } from "../../../src/traffic/tape/find-tapes.ts";
import type { HttpRequest } from "../../../src/traffic/http/http.ts";
import { ReplayMissError } from "../../../src/traffic/miss/replay-miss.ts";
import { chat, conversationOf, recordingOf } from "../../support/tapes.ts";

const SYSTEM = `You are the service desk of a shop.
Answer briefly.
Refunds take 5 days.
Never promise anything.`;

const REFUND = tool("refund", "Pays an order back.", {
  order: { type: "integer", description: "Its number" },
  reason: { type: "string" },
});
const TRANSFER = tool("transferToBilling", "Hands over to billing.", {});

const CALL = {
  role: "assistant",
  content: null,
  tool_calls: [
    { id: "call_1", type: "function", function: { name: "refund", arguments: '{"order":7}' } },
  ],
};
const RESULT = { role: "tool", tool_call_id: "call_1", content: "Refunded 20 euros." };
const DONE = { role: "assistant", content: "Done." };

function tool(name: string, description: string, properties: object): object {
  return {
    type: "function",
    function: { name, description, parameters: { type: "object", properties } },
  };
}

function user(content: string): object {
  return { role: "user", content };
}

/** The request of a shop's agent, after these messages. */
function asks(messages: readonly object[], more: object = {}, system = SYSTEM): HttpRequest {
  return chat({
    model: "gpt-5.4",
    messages: [{ role: "system", content: system }, ...messages],
    tools: [REFUND, TRANSFER],
    ...more,
  });
}

const FIRST = [user("Refund order 7, please.")];
const SECOND = [...FIRST, CALL, RESULT];
const THIRD = [...SECOND, DONE, user("Thank you.")];

/** The requests of the recorded conversation: the model calls a tool, says that it is done, and is thanked. */
const RECORDED = [asks(FIRST), asks(SECOND), asks(THIRD)];

/** The message for a request that misses, after others that do not. */
function missOf(
  recorded: readonly HttpRequest[],
  answered: readonly HttpRequest[],
  asked: HttpRequest,
): string {
  const { conversation, misses } = conversationOf("replay", recordingOf(...recorded));
  for (const request of answered) conversation.decide(request);
  expect(() => conversation.decide(asked)).toThrow(ReplayMissError);
  expect(misses).toHaveLength(1);
  return (misses[0] as Error).message;
}

it("shows the one line that changed in a prompt", () => {
  const system = SYSTEM.replace("5 days", "7 days");
  expect(missOf(RECORDED, [], asks(FIRST, {}, system))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - line 3: Refunds take 5 days.
        + line 3: Refunds take 7 days.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("shows lines that were put into a prompt and taken out of it, wherever they are", () => {
  const system = SYSTEM.replace("Answer briefly.\n", "").concat("\nBe kind.\nSign with your name.");
  expect(missOf(RECORDED, [], asks(FIRST, {}, system))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - line 2: Answer briefly.
        + line 4: Be kind.
        + line 5: Sign with your name.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("shows a change that cannot be seen", () => {
  const system = SYSTEM.replace("briefly.", "briefly.  ");
  expect(missOf(RECORDED, [], asks(FIRST, {}, system))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - line 2: "Answer briefly."
        + line 2: "Answer briefly.  "
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("shows only the surroundings of a change in a long line", () => {
  const long = `${"All of our terms are binding. ".repeat(20)}Refunds take 5 days. ${"Ask the staff. ".repeat(20)}`;
  const recorded = [asks(FIRST, {}, long)];
  const asked = asks(FIRST, {}, long.replace("5 days", "seven days"));
  expect(missOf(recorded, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - …rms are binding. Refunds take 5 days. Ask the staff. Ask the staff. Ask the staff. Ask the staff. As…
        + …rms are binding. Refunds take seven days. Ask the staff. Ask the staff. Ask the staff. Ask the staff…
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("does not show all of a rewritten prompt", () => {
  const lines = (word: string): string =>
    Array.from({ length: 12 }, (_, index) => `${word} ${index + 1}`).join("\n");
  const asked = asks(FIRST, {}, lines("New rule"));
  expect(missOf([asks(FIRST, {}, lines("Rule"))], [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - line 1: Rule 1
        - line 2: Rule 2
        - line 3: Rule 3
        - … and 9 more lines
        + line 1: New rule 1
        + line 2: New rule 2
        + line 3: New rule 3
        + … and 9 more lines
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names the first line that differs in a prompt of which too much changed to compare it all", () => {
  const lines = (word: string): string =>
    Array.from({ length: 20_000 }, (_, index) => `${word} ${index + 1}`).join("\n");
  const [before, after] = ["Rule", "New rule"].map((word) => `Hello.\n${lines(word)}\nBye.`);
  const recorded = [asks(FIRST, {}, before)];
  const startedAt = performance.now();
  const message = missOf(recorded, [], asks(FIRST, {}, after));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(message).toContain(`It differs in messages[0].content (system):
    - line 2: Rule 1
    - line 3: Rule 2
    - line 4: Rule 3
    - … and 19997 more lines
    + line 2: New rule 1
    + line 3: New rule 2
    + line 4: New rule 3
    + … and 19997 more lines
`);
});

it("shows the prompt of the agent that changed, not that of the first", () => {
  const billing = "You are billing.\nRefund what is owed.";
  const recorded = [asks(FIRST), asks(SECOND, { tools: [REFUND] }, billing)];
  const asked = asks(SECOND, { tools: [REFUND] }, billing.replace("owed", "asked for"));
  expect(missOf(recorded, [asks(FIRST)], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 2 of 2 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
        - line 2: Refund what is owed.
        + line 2: Refund what is asked for.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names the tool whose description changed", () => {
  const tools = [
    tool("refund", "Pays an order back at once.", {
      order: { type: "integer", description: "Its number" },
      reason: { type: "string" },
    }),
    TRANSFER,
  ];
  expect(missOf(RECORDED, [], asks(FIRST, { tools }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in tools.refund.description:
        - Pays an order back.
        + Pays an order back at once.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names the parameter whose schema changed", () => {
  const tools = [
    tool("refund", "Pays an order back.", {
      order: { type: "string", description: "Its number" },
      reason: { type: "string" },
    }),
    TRANSFER,
  ];
  expect(missOf(RECORDED, [], asks(FIRST, { tools }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in tools.refund.parameters.properties.order.type:
        - integer
        + string
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names a tool that was added", () => {
  const findOrder = tool("findOrder", "Finds an order.", { name: { type: "string" } });
  const tools = [findOrder, REFUND, TRANSFER];
  expect(missOf(RECORDED, [], asks(FIRST, { tools }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. Only this request has tools.findOrder:
        + findOrder(name): Finds an order.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names a tool that was removed", () => {
  expect(missOf(RECORDED, [], asks(FIRST, { tools: [REFUND] }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. Only the recording has tools.transferToBilling:
        - transferToBilling(): Hands over to billing.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("says that all tools were removed", () => {
  expect(missOf(RECORDED, [], asks(FIRST, { tools: undefined }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. Only the recording has tools.refund:
        - refund(order, reason): Pays an order back.
        It also differs in tools.transferToBilling.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("does not take a renamed tool for a new one", () => {
  const tools = [REFUND, tool("handToBilling", "Hands over to billing.", {})];
  expect(missOf(RECORDED, [], asks(FIRST, { tools }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in the name of a tool:
        - transferToBilling
        + handToBilling
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("does not take another order for other tools", () => {
  const asked = asks(FIRST, { tools: [TRANSFER, REFUND] });
  expect(missOf(RECORDED, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in the order of the tools:
        - refund, transferToBilling
        + transferToBilling, refund
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names another model, and what else differs", () => {
  const asked = asks(
    FIRST,
    { model: "gpt-5.5", temperature: 0 },
    SYSTEM.replace("5 days", "7 days"),
  );
  expect(missOf(RECORDED, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. It differs in model:
        - gpt-5.4
        + gpt-5.5
        It also differs in messages[0].content (system) and temperature.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names a parameter that was not sent before", () => {
  expect(missOf(RECORDED, [], asks(FIRST, { temperature: 0.7 }))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. Only this request has temperature:
        + 0.7
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("names a parameter that is not sent any more", () => {
  const recorded = [asks(FIRST, { tool_choice: "auto" })];
  expect(missOf(recorded, [], asks(FIRST))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl. Only the recording has tool_choice:
        - auto
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("shows another text of the user's in a later turn", () => {
  const asked = asks([...SECOND, DONE, user("Thanks a lot.")]);
  expect(missOf(RECORDED, RECORDED.slice(0, 2), asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 3 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[5].content (user):
        - Thank you.
        + Thanks a lot.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("treats a date that the user says as a change that was meant", () => {
  const recorded = [asks([user("What did I order on 2026-05-01?")])];
  const asked = asks([user("What did I order on 2026-05-02?")]);
  expect(missOf(recorded, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl. It differs in messages[1].content (user):
        - What did I order on 2026-05-01?
        + What did I order on 2026-05-02?
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("prefers a recording that was not asked for yet", () => {
  const recorded = [asks(FIRST, { temperature: 0 }), asks(FIRST, { temperature: 0.5 })];
  const message = missOf(recorded, recorded.slice(0, 1), asks(FIRST, { temperature: 1 }));
  expect(message).toContain(
    "Nearest is recording 2 of 2 in fixtures/shop/refund.1.jsonl. It differs",
  );
});

it("says if the nearest recording has answered already", () => {
  const message = missOf([asks(FIRST)], [asks(FIRST)], asks(FIRST, { temperature: 0 }));
  expect(message).toContain(
    "Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl, which has answered an earlier request already. Only this request has temperature:",
  );
});

it("prefers a recording with the same beginning to one with the same end", () => {
  const words = "I would like to know what became of my order, please. ".repeat(5);
  const recorded = [
    asks([user("Hello."), DONE, user("Where is my order?")]),
    asks([user("Hi."), DONE, user(words)]),
  ];
  const message = missOf(recorded, [], asks([user("Hello."), DONE, user(words)]));
  expect(message).toContain("Nearest is recording 1 of 2");
});

it("shows another result of a tool, and names the tool", () => {
  const asked = asks([...FIRST, CALL, { ...RESULT, content: "Refunded 25 euros." }]);
  expect(missOf(RECORDED, RECORDED.slice(0, 1), asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 2 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[3].content (result of refund):
        - Refunded 20 euros.
        + Refunded 25 euros.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("says that the conversation goes on where the recording ends", () => {
  const asked = asks([
    ...THIRD,
    { role: "assistant", content: "You are welcome." },
    user("And order 8?"),
  ]);
  expect(missOf(RECORDED, RECORDED, asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    fixtures/shop/refund.1.jsonl holds the conversation up to recording 3 of 3. This goes on from there:
        + assistant: You are welcome.
        + user: And order 8?
    If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("shows the beginning of a long continuation, and counts the rest", () => {
  const more = ["And order 8?", "And 9?", "And 10?"].flatMap((words) => [DONE, user(words)]);
  expect(missOf(RECORDED, RECORDED, asks([...THIRD, ...more]))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    fixtures/shop/refund.1.jsonl holds the conversation up to recording 3 of 3. This goes on from there:
        + assistant: Done.
        + user: And order 8?
        + assistant: Done.
        + 3 more messages
    If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("names calls of every kind, and whose answer goes on", () => {
  const custom = { id: "call_2", type: "custom", custom: { name: "sql", input: "SELECT 1" } };
  const going = [
    { role: "assistant", content: null, tool_calls: [custom] },
    { role: "tool", tool_call_id: "call_2", content: "1" },
    { role: "assistant", content: null, function_call: { name: "refund", arguments: "{}" } },
    { role: "function", name: "refund", content: "Refunded." },
  ];
  const message = missOf([asks(FIRST)], [asks(FIRST)], asks([...FIRST, ...going]));
  expect(message.split("\n").filter((line) => line.startsWith("    + "))).toEqual([
    "    + assistant: calls sql(SELECT 1)",
    "    + result of sql: 1",
    "    + assistant: calls refund({})",
    "    + result of refund: Refunded.",
  ]);
});

it("does not say so of a recording that was not asked for", () => {
  expect(missOf(RECORDED.slice(0, 1), [], asks(SECOND))).toContain(
    "Only this request has messages[2]",
  );
});

it("says that a message was put in before the others", () => {
  const asked = asks([user("Hello."), ...FIRST]);
  expect(missOf(RECORDED, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    Nearest is recording 1 of 3 in fixtures/shop/refund.1.jsonl. Only this request has messages[1]:
        + user: Hello.
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("says that the same was asked once more than it was recorded", () => {
  const recorded = [...RECORDED, asks(FIRST)];
  const answered = [asks(FIRST), asks(FIRST)];
  expect(missOf(recorded, answered, asks(FIRST))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    fixtures/shop/refund.1.jsonl holds this request twice, and it is asked once more.
    If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("says that nothing was asked of an endpoint", () => {
  const asked = {
    method: "POST",
    url: "https://api.openai.com/v1/embeddings",
    body: { kind: "json", value: { model: "text-embedding-3-small", input: "refunds" } },
  } as const;
  expect(missOf(RECORDED, [], asked)).toMatchInlineSnapshot(`
    "No recording answers POST /embeddings, asked by Triage in turn 1.
    fixtures/shop/refund.1.jsonl holds no POST /embeddings (asked of api.openai.com), only POST /chat/completions.
    If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("shows another input of embeddings, beside the most similar of several recordings", () => {
  const embeds = (input: string | readonly string[]): HttpRequest => ({
    method: "POST",
    url: "https://api.openai.com/v1/embeddings",
    body: { kind: "json", value: { model: "text-embedding-3-small", input } },
  });
  const recorded = [embeds("opening hours"), embeds("refund policy"), embeds(["a", "b"])];
  expect(missOf(recorded, [], embeds("refund policies"))).toMatchInlineSnapshot(`
    "No recording answers POST /embeddings, asked by Triage in turn 1.
    Nearest is recording 2 of 3 in fixtures/shop/refund.1.jsonl. It differs in input:
        - refund policy
        + refund policies
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
  expect(missOf(recorded, [], embeds(["a", "c"]))).toMatchInlineSnapshot(`
    "No recording answers POST /embeddings, asked by Triage in turn 1.
    Nearest is recording 3 of 3 in fixtures/shop/refund.1.jsonl. It differs in input[1]:
        - b
        + c
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it("shows another query, another id in the path, and another body that is not JSON", () => {
  const gets = (url: string): HttpRequest => ({ method: "GET", url, body: { kind: "none" } });
  const recorded = [gets("http://orders/v1/orders/7?full=1"), gets("http://orders/v1/orders/8")];
  expect(missOf(recorded, [], gets("http://orders/v1/orders/7?full=0"))).toMatchInlineSnapshot(`
    "No recording answers GET /v1/orders/7?full=0, asked by Triage in turn 1.
    Nearest is recording 1 of 2 in fixtures/shop/refund.1.jsonl. It differs in the query:
        - ?full=1
        + ?full=0
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
  expect(missOf(recorded, [], gets("http://orders/v1/orders/9"))).toMatchInlineSnapshot(`
    "No recording answers GET /v1/orders/9, asked by Triage in turn 1.
    Nearest is recording 2 of 2 in fixtures/shop/refund.1.jsonl. It differs in the path:
        - /v1/orders/8
        + /v1/orders/9
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
  const posts = (text: string): HttpRequest => ({
    method: "POST",
    url: "http://orders/notes",
    body: { kind: "text", text },
  });
  expect(missOf([posts("Order 7\nis late")], [], posts("Order 7\nis lost"))).toMatchInlineSnapshot(`
    "No recording answers POST /notes, asked by Triage in turn 1.
    Nearest is recording 1 of 1 in fixtures/shop/refund.1.jsonl. It differs in the body:
        - line 2: is late
        + line 2: is lost
    If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
    If it is not, undo it, and the recording fits again."
  `);
});

it.each([
  ["a date", "Today is 2026-01-31.", "Today is 2026-02-01."],
  ["a time", "It is 9:05 AM on Saturday.", "It is 11:35 PM on Sunday."],
  ["a date in words", "Today is January 31, 2026.", "Today is February 1, 2026."],
  ["a date as JavaScript writes it", `Now: ${new Date(0)}`, `Now: ${new Date(86_400_000_000)}`],
  [
    "an id",
    "Session 0b0c7a3e-7d5c-4c5e-9a3b-0d4b7a3e7d5c.",
    "Session 9f1c7a3e-7d5c-4c5e-9a3b-0d4b7a3e7d5c.",
  ],
])("says what to do if only %s differs", (_, before, after) => {
  const message = missOf([asks(FIRST, {}, before)], [], asks(FIRST, {}, after));
  expect(message).toContain(
    "Only a date, a time or an id differs, and this recording notes no clock: one that is made now does, and its replays read the same again.\n" +
      "Record the case again: ",
  );
  expect(message).not.toContain("undo it");
});

it("says what to do if a date differs though the recording notes a clock", () => {
  const content = recordingOf(asks(FIRST, {}, "Today is 2026-01-31."));
  const clock = { now: "2026-01-31T00:00:00.000Z", seed: "1" };
  const recorded = { ...content, header: { ...content.header, clock } };
  const { conversation } = conversationOf("replay", recorded);
  expect(() => conversation.decide(asks(FIRST, {}, "Today is 2026-02-01."))).toThrow(
    "Only a date, a time or an id differs, which is not the trial's own, and will differ in every run: give it a fixed value",
  );
});

it("says what to do if only a time in a URL differs, whose colons are escaped", () => {
  const [recorded, asked] = [0, 86_399_999].map((ms): HttpRequest => ({
    method: "GET",
    url: `http://orders/v1/orders?${new URLSearchParams({ since: new Date(ms).toISOString() })}`,
    body: { kind: "none" },
  })) as [HttpRequest, HttpRequest];
  expect(missOf([recorded], [], asked)).toContain("Only a date, a time or an id differs");
});

it("does not mention a date if something else differs too", () => {
  const recorded = [asks(FIRST, {}, "Today is 2026-01-31. Be brief.")];
  const asked = asks(FIRST, {}, "Today is 2026-02-01. Be kind.");
  expect(missOf(recorded, [], asked)).not.toContain("Only a date");
});

/** What is said if a trial has no recording, but these exist. */
function missingTape(...others: readonly OtherTape[]): string {
  const { conversation, misses } = conversationOf("replay", undefined, {
    otherRecordings: () => others,
    // Not needed if the case itself was recorded.
    similarRecording: () => (others.length > 0 ? { case: "other", file: "other" } : undefined),
  });
  expect(() => conversation.decide(asks(FIRST))).toThrow(ReplayMissError);
  return (misses[0] as Error).message;
}

const OWN_MODEL = { trial: 1, model: null, stream: false };

it("says that there is no recording at all", () => {
  expect(missingTape()).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("names another case with the same beginning, which may be the old name", () => {
  const { conversation, misses } = conversationOf("replay", undefined, {
    similarRecording: () => ({ case: "money back", file: "fixtures/shop/money%20back.1.jsonl" }),
  });
  expect(() => conversation.decide(asks(FIRST))).toThrow(ReplayMissError);
  expect(misses[0]?.message).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    The recording of the case "money back" begins with the same request: fixtures/shop/money%20back.1.jsonl.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record
    If only the id of the case was changed: npx swarm-eval recordings rename money back refund --cases evals/shop.jsonl"
  `);
});

it("holds no secret of the request", () => {
  const url = "https://api.example.com/v1/rates?api_key=abcdefgh&day=1";
  expect(missOf(RECORDED, [], { method: "GET", url, body: { kind: "none" } }))
    .toMatchInlineSnapshot(`
    "No recording answers GET /v1/rates?api_key=[redacted]&day=1, asked by Triage in turn 1.
    fixtures/shop/refund.1.jsonl holds no GET /v1/rates (asked of api.example.com), only POST /chat/completions.
    If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record"
  `);
});

it("says that the case was recorded without streaming", () => {
  const file = "fixtures/shop/refund.1.jsonl";
  expect(missingTape({ ...OWN_MODEL, file, differences: ["stream"] })).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    The case was recorded without streaming: fixtures/shop/refund.1.jsonl.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record
    To play what was recorded: run it without --stream."
  `);
});

it("says that the case was recorded streamed and with another model", () => {
  const file = "fixtures/shop/gpt-5.4/refund.1.stream.jsonl";
  const other = { file, model: "gpt-5.4", trial: 1, stream: true };
  expect(missingTape({ ...other, differences: ["model", "stream"] })).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    The case was recorded with the model gpt-5.4 and streamed: fixtures/shop/gpt-5.4/refund.1.stream.jsonl.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record
    To play what was recorded: run it with --model-override gpt-5.4 and with --stream."
  `);
});

it("says that the case was recorded with each agent's own model", () => {
  const file = "fixtures/shop/refund.1.jsonl";
  expect(missingTape({ ...OWN_MODEL, file, differences: ["model"] })).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    The case was recorded with each agent's own model: fixtures/shop/refund.1.jsonl.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record
    To play what was recorded: run it without --model-override."
  `);
});

it("says which trials were recorded", () => {
  const trial = (number: number): OtherTape => ({
    ...OWN_MODEL,
    trial: number,
    file: `fixtures/shop/refund.${number}.jsonl`,
    differences: ["trial"],
  });
  expect(missingTape(trial(1), trial(2), trial(4))).toMatchInlineSnapshot(`
    "No recording answers POST /chat/completions, asked by Triage in turn 1.
    There is no recording fixtures/shop/refund.1.jsonl.
    The case was recorded as trial 1: fixtures/shop/refund.1.jsonl, and 2 more.
    To record it: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic record
    To play what was recorded: run it with --trials 2."
  `);
  expect(missingTape(trial(2))).not.toContain("--trials");
});
