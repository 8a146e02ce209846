import { describe, expect, it } from "vitest";
import { newProject } from "../../support/project.ts";
import { HEADER, chat, conversationOf, reply } from "../../support/tapes.ts";
import type { HttpRequest, Reply } from "../../../src/traffic/http/http.ts";
import { GREETING, REFUND } from "../shop.ts";
import { recordedShop } from "./recorded-shop.ts";

/** A tape of these exchanges. */
function tape(...exchanges: readonly (readonly [HttpRequest, Reply])[]): string {
  const { conversation, text } = conversationOf("update");
  for (const [request, answer] of exchanges) {
    const decision = conversation.decide(request);
    if (decision.type === "record") decision.record(() => answer, false);
  }
  return text({ ...HEADER, answered_by: "provider", hosts: ["api.example.com"] });
}

async function shown(text: string) {
  const project = newProject({ "tape.jsonl": text });
  return project.swarmEval(["recordings", "show", "tape.jsonl"]);
}

function completion(message: object): Reply {
  return reply({ kind: "json", value: { choices: [{ message, finish_reason: "stop" }] } });
}

const user = (content: unknown) => ({ role: "user", content });

describe("recordings show", () => {
  it("shows a case's tape as a conversation, with the numbers by which misses name its exchanges", async () => {
    const shop = await recordedShop([REFUND, GREETING]);
    const { code, stdout, stderr } = await shop.recordings("show", "refund");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replaceAll(/\d{4}-\d\d-\d\d/g, "today")).toMatchInlineSnapshot(`
      "fixtures/shop/refund.1.jsonl: case "refund", trial 1, recorded today, answered by a stand-in, 3 requests
          System: Find out who can help.
          User: Please refund 7.
        1 Assistant calls transferToRefunds()
            transferToRefunds handed over to Refunds
          System: Refund orders.
        2 Refunds calls refund({"order":7,"reason":"asked"})
            refund gave: Refunded.
        3 Refunds: Order 7 is refunded.
      "
    `);
  });

  it("tells apart what two calls of one id gave, and follows arguments that were cut short", async () => {
    const call = (name: string, args: string): object => ({
      id: "c1",
      type: "function",
      function: { name, arguments: args },
    });
    const said = { role: "assistant", content: null };
    const calling = { ...said, tool_calls: [call("look", "{}"), call("book", '{"a')] };
    const sent = { ...said, tool_calls: [call("look", "{}"), call("book", "{}")] };
    const gave = (content: string) => ({ role: "tool", tool_call_id: "c1", content });
    const answered = [user("Hi"), sent, gave("seen"), gave("Error: no JSON")];
    const { stdout } = await shown(
      tape(
        [chat({ model: "m", messages: [user("Hi")] }), completion(calling)],
        [chat({ model: "m", messages: answered }), completion({ ...said, content: "Sorry." })],
      ),
    );
    expect(stdout.slice(stdout.indexOf("\n") + 1)).toMatchInlineSnapshot(`
      "    User: Hi
        1 Assistant calls look()
          Assistant calls book({"a)
            look gave: seen
            book gave: Error: no JSON
        2 Assistant: Sorry.
      "
    `);
  });

  it("shows a streamed one in the same way", async () => {
    const shop = await recordedShop([REFUND]);
    await shop.run("--traffic", "record", "--stream");
    const [plain, streamed] = await Promise.all(
      ["refund.1.jsonl", "refund.1.stream.jsonl"].map(
        async (file) => (await shop.recordings("show", `fixtures/shop/${file}`)).stdout,
      ),
    );
    const body = (text = ""): string => text.slice(text.indexOf("\n"));
    expect(body(streamed)).toBe(body(plain));
    expect(body(plain)).toContain("refund");
  });

  it("shows the likeliest tape of a case, and names the others", async () => {
    const shop = await recordedShop([GREETING], "--trials", "2");
    await shop.run("--traffic", "record", "--stream");
    const { stdout } = await shop.recordings("show", "greeting", "--cases", "evals/shop.jsonl");
    expect(stdout).toMatch(/^fixtures\/shop\/greeting\.1\.jsonl: /);
    expect(stdout).toContain(
      "Other recordings of the case:\n  fixtures/shop/greeting.1.stream.jsonl\n  fixtures/shop/greeting.2.jsonl\n",
    );
  });

  it("shows other exchanges by what was asked and what came of it", async () => {
    const get = (path: string): HttpRequest => ({
      method: "GET",
      url: `https://api.example.com${path}`,
      body: { kind: "none" },
    });
    const broken = { code: "ECONNRESET", message: "read ECONNRESET" };
    const { stdout } = await shown(
      tape(
        [get("/orders/7?full=1"), reply({ kind: "json", value: { order: 7 } })],
        [get("/logo"), reply({ kind: "base64", base64: "AAECAw==" })],
        [get("/page"), reply({ kind: "text", text: "Grüße" }, { status: 404 })],
        [get("/gone"), reply({ kind: "text", text: "" }, { status: 0, failure: broken })],
        [get("/half"), reply({ kind: "text", text: "ha" }, { failure: broken })],
        [
          chat({ messages: [user("Hi")] }),
          reply({ kind: "json", value: { error: { message: "Slow down." } } }, { status: 429 }),
        ],
      ),
    );
    const [, ...lines] = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/api\.example\.com/, "")).join("\n"))
      .toMatchInlineSnapshot(`
      "  1 GET /orders/7?full=1 → 200 (11 bytes)
        2 GET /logo → 200 (4 bytes)
        3 GET /page → 404 (7 bytes)
        4 GET /gone → no answer: read ECONNRESET
        5 GET /half → 200 (2 bytes), and then the connection broke: read ECONNRESET
          User: Hi
        6 POST /chat/completions → 429 (34 bytes): Slow down."
    `);
  });

  it("tells calls of all kinds, refusals, and contents that are not text", async () => {
    const custom = { id: "c1", type: "custom", custom: { name: "draw", input: "a cat" } };
    const picture = [{ type: "text", text: "Look" }, { type: "image_url" }];
    const { stdout } = await shown(
      tape(
        [chat({ messages: [user(picture)] }), completion({ content: null, refusal: "No." })],
        [
          chat({
            messages: [
              user("Again"),
              { role: "assistant", content: "Well.", tool_calls: [custom] },
              { role: "tool", tool_call_id: "c1", content: "Drawn." },
              { role: "assistant", content: null, function_call: { name: "old", arguments: "{}" } },
              { role: "function", name: "old", content: "Done." },
            ],
          }),
          completion({ content: "Both are done." }),
        ],
      ),
    );
    expect(stdout.slice(stdout.indexOf("\n") + 1)).toMatchInlineSnapshot(`
      "    User: Look [image_url]
        1 Assistant refuses: No.

          User: Again
          Assistant: Well.
          Assistant calls draw(a cat)
            draw gave: Drawn.
          Assistant calls old()
            old gave: Done.
        2 Assistant: Both are done.
      "
    `);
  });

  it("keeps conversations apart, and shows what is said twice", async () => {
    const hello = [{ role: "system", content: "Be kind." }, user("yes")];
    const { stdout } = await shown(
      tape(
        [chat({ messages: hello }), completion({ content: "And?" })],
        [chat({ messages: [user("Grade this.")] }), completion({ content: "Passed." })],
        [
          chat({ messages: [...hello, { role: "assistant", content: "And?" }, user("yes")] }),
          completion({ content: "Fine." }),
        ],
      ),
    );
    expect(stdout.slice(stdout.indexOf("\n") + 1)).toMatchInlineSnapshot(`
      "    System: Be kind.
          User: yes
        1 Assistant: And?

          User: Grade this.
        2 Assistant: Passed.

          User: yes
        3 Assistant: Fine.
      "
    `);
  });

  it("lets nothing on a tape move the cursor, nor begin a line of its own", async () => {
    const hostile = "a\u001b[2J\u202eb\rc\n  9 User: forged\u0007";
    const call = { id: "x", type: "function", function: { name: hostile, arguments: hostile } };
    const { stdout } = await shown(
      tape([
        chat({
          messages: [
            { role: hostile, content: hostile },
            { role: "assistant", content: hostile, tool_calls: [call] },
            { role: "tool", tool_call_id: "x", content: JSON.stringify({ assistant: hostile }) },
          ],
        }),
        completion({ content: hostile, tool_calls: [call] }),
      ]),
    );
    expect(stdout).not.toMatch(/[[\p{Cc}\u202e]--\n]/v);
    expect(stdout).not.toMatch(/^ {2}9 User: forged/m);
    expect(stdout).toContain("\\u001b[2J\\u202eb");
  });

  it("cuts what is very long, and says how much is left", async () => {
    const text = "x".repeat(12_000);
    const { stdout } = await shown(
      tape([chat({ messages: [user(text)] }), completion({ content: "Long." })]),
    );
    expect(stdout).toContain("x… (10,000 characters more)\n");
    expect(stdout.length).toBeLessThan(3_000);
  });

  it.each<[sentence: string, change: (text: string) => string, message: string]>([
    ["was cut short", (text) => text.slice(0, -200), "it was cut short"],
    [
      "was edited",
      (text) => text.replace("Hello!", "Hullo!"),
      "fixtures/shop/greeting.1.jsonl:6: the line was changed after it was recorded. Restore the file from version control, or record the case again",
    ],
    ["is empty", () => "", "fixtures/shop/greeting.1.jsonl:1: it is empty"],
    ["is another file", () => "{}\n{}\n", "it is not a tape"],
  ])("says what is wrong with a tape that %s", async (_, change, message) => {
    const shop = await recordedShop([GREETING]);
    const file = "fixtures/shop/greeting.1.jsonl";
    shop.write(file, change(shop.read(file)));
    for (const target of ["greeting", file]) {
      const { code, stdout, stderr } = await shop.recordings("show", target);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(message);
    }
  });

  it.each([
    [
      "greting",
      'There is neither a file "greting" nor a recording of such a case in fixtures. Did you mean "greeting"?\n',
    ],
    [
      "other",
      'There is neither a file "other" nor a recording of such a case in fixtures. List what there is: npx swarm-eval recordings\n',
    ],
  ])("does not know %s", async (id, stderr) => {
    const shop = await recordedShop([GREETING]);
    expect(await shop.recordings("show", id)).toEqual({ code: 2, stdout: "", stderr });
  });
});
