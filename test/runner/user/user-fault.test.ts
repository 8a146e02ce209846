import { expect, it } from "vitest";
import { fromOtherSide, type Seen } from "../../../src/runner/user/other-side.ts";
import { faultIn } from "../../../src/runner/user/user-fault.ts";

const AGENT = "Refunds";

/** A conversation in which the user and the agent take turns. */
function seen(...said: readonly string[]): Seen[] {
  return said.map((content, index) => ({ role: index % 2 === 0 ? "assistant" : "user", content }));
}

const ASKED = seen("I want my money back.", "Which order do you want to have refunded?");

it.each([
  "Assistant: Your order A7 is refunded.",
  "**Assistant:** Your order A7 is refunded.",
  "[Agent]: Your order A7 is refunded.",
  "agent : I refund it.",
  "It is A7.\n\nAssistant: Thank you, I refund it.",
  "User: It is A7.\nRefunds: Thank you, I refund it.",
  "Customer: A7, please.\nRefunds: Done.\nCustomer: Thanks!",
  "How can I help you today?",
  "Hello! How may I assist you with your order?",
  "Your order is refunded. Is there anything else I can help you with?",
  "Is there anything else I can do for you?",
  "Which order do you want to have refunded?",
  "Which order do you want to have refunded",
])("tells the words of an agent: %s", (words) => {
  expect(faultIn(words, ASKED, AGENT)).toMatch(/^it spoke for the agent: "/);
});

it("knows an agent's name of two words where it stands alone", () => {
  const words = "Refund Desk: I refund it.";
  expect(faultIn(words, ASKED, "Refund Desk")).toMatch(/^it spoke for the agent/);
});

it.each([
  "A7.",
  "Refunds: yes, please. Exchange: no.",
  "The agent: I spoke to her yesterday, and she promised a refund.",
  "My travel agent: Bob Smith.",
  "User: A7, please.",
  "Can you help me with my order?",
  "How can you help me?",
  "Is there anything else you can do for me?",
  "Could I help you by sending a picture of it?",
  "You asked which order I want to have refunded. It is A7.",
  "Order number:\nA7",
  "My assistant bought it for me.",
  "goal reached, I think? No, I have not got the money.",
  "Quelle commande ? La A7.",
  "返金してください。",
])("takes the words of a user as they are: %s", (words) => {
  expect(faultIn(words, ASKED, AGENT)).toBeUndefined();
});

const PLEASE = "Please refund my order A7.";

it.each<[title: string, words: string, before: readonly Seen[]]>([
  ["one after the other", PLEASE, seen(PLEASE, "Which?", PLEASE, "And your name?")],
  ["between others", PLEASE, seen(PLEASE, "Why?", "It broke.", "How?", PLEASE, "So?")],
  ["in other letters", "please, refund my order A7", seen(PLEASE, "Which?", PLEASE, "Name?")],
  [
    "without blanks",
    "注文A7を返金してください",
    seen("注文A7を返金してください。", "a", "注文A7を返金してください!", "b"),
  ],
])("tells what is said for the third time: %s", (_, words, before) => {
  expect(faultIn(words, before, AGENT)).toMatch(/^it said the same for the third time: "/);
});

it.each<[title: string, words: string, before: readonly Seen[]]>([
  ["the second time", PLEASE, seen(PLEASE, "Which?")],
  ["an agent that does not go on", PLEASE, seen(PLEASE, "Which order?", PLEASE, "Which order?")],
  [
    "an agent that says nothing",
    PLEASE,
    fromOtherSide([
      { role: "user", content: PLEASE },
      { role: "user", content: PLEASE },
    ]),
  ],
  ["a short answer", "Yes, please.", seen("Yes, please.", "One?", "Yes, please.", "Two?")],
  ["more than before", `${PLEASE} Now!`, seen(PLEASE, "Which?", PLEASE, "And your name?")],
])("lets a user repeat: %s", (_, words, before) => {
  expect(faultIn(words, before, AGENT)).toBeUndefined();
});
