import { expect, it } from "vitest";
import { desk, end, talk, type Said } from "./desk.ts";

type Row = readonly [fault: string, user: readonly Said[], agent?: readonly Said[]];

const ASKS = "Please refund my order.";
const WHICH = "Which of your orders is it?";
const refund: Said = { name: "refund", arguments: { order: "A7" } };
const inWords = (reason: string): Said => `end_conversation({"reason":"${reason}"})`;

const AGENT: readonly Said[] = [WHICH, "And what is your name?", "Refunded."];

const OF_THE_USER: readonly Row[] = [
  ["an answer under the assistant's name", [ASKS, "Assistant: Order A7 is refunded."]],
  ["the same in bold", [ASKS, "**Assistant:** Order A7 is refunded."]],
  ["the same in brackets", [ASKS, "[Agent]: Order A7 is refunded."]],
  ["the same before its colon", [ASKS, "agent : I refund it."]],
  ["both sides, the agent by its role", [ASKS, "It is A7.\n\nAssistant: I refund it."]],
  ["both sides, the agent by its name", [ASKS, "User: It is A7.\nDesk: I refund it."]],
  ["both sides, itself as customer", [ASKS, "Customer: A7.\nDesk: Done.\nCustomer: Thanks!"]],
  ["both sides from the beginning", [`User: ${ASKS}\nAssistant: Which?`]],
  ["an offer of help at once", ["How can I help you today?"]],
  ["an offer of assistance", [ASKS, "Hello! How may I assist you with it?"]],
  ["an offer of more help", [ASKS, "It is refunded. Is there anything else I can help with?"]],
  ["an offer to do more", [ASKS, "Is there anything else I can do for you?"]],
  ["what the agent has just asked", [ASKS, WHICH]],
  ["the same in other letters", [ASKS, "which of your orders is it"]],
  ["the same in Korean", [ASKS, "어느 주문을 환불해 드릴까요"], ["어느 주문을 환불해 드릴까요?"]],
  ["the same words thrice in a row", [ASKS, ASKS, ASKS]],
  ["the same words thrice in other letters", [ASKS, "please, refund my order", ASKS]],
  ["the same words thrice, with others between", [ASKS, "It broke.", ASKS, "Yes.", ASKS]],
  ["the same thrice without blanks", ["注文を返金して", "注文を返金して。", "注文を返金して!"]],
  ["nothing at the beginning", [""]],
  ["nothing as an answer", [ASKS, ""]],
  ["nothing but blanks", [ASKS, " \n "]],
  ["a call of the agent's tool", [ASKS, refund]],
  ["a call of a tool that nobody has", [{ name: "transfer_to_human" }]],
  ["an end for a reason of its own", [ASKS, end("bored")]],
  ["an end for no reason", [ASKS, { name: "end_conversation" }]],
  ["an end for no reason, as text", [ASKS, inWords("it is done")]],
  ["that it gave up, before anybody answered", [end("gave_up")]],
  ["that it has reached its goal, before anybody answered", [end("goal_reached")]],
  ["the same, as a marker", ["###goal_reached###"]],
];

const A7 = "It is order A7.";
const DONE = end("goal_reached");
const GIVES_UP = end("gave_up");

const OF_THE_AGENT: readonly Row[] = [
  ["asks the same for ever", [ASKS, A7, A7], [WHICH]],
  ["asks the same until the user gives up", [ASKS, A7, A7, GIVES_UP], [WHICH]],
  ["asks the same in other letters", [ASKS, A7, A7, A7], ["Which order?", "which order"]],
  ["says nothing", [ASKS, "Are you there?", GIVES_UP], [""]],
  ["says nothing, whatever it is told", [ASKS], [""]],
  ["says nothing after a question", [ASKS, A7, "Hello?", GIVES_UP], [WHICH, ""]],
  ["refuses", [ASKS, GIVES_UP], ["I cannot do that."]],
  ["refuses twice", [ASKS, "But why can you not?", GIVES_UP], ["No.", "That is our policy."]],
  ["claims what it has not done", [ASKS, A7, DONE], [WHICH, "Done: it is refunded."]],
  ["claims it at once", [ASKS, DONE], ["It is all settled."]],
  ["promises to do it later", [ASKS, DONE], ["We will look at it tomorrow."]],
  ["asks what nobody knows", [ASKS, "I do not know that.", GIVES_UP], ["What is your PIN?"]],
  ["asks for a name again and again", [ASKS, "Ann.", "Ann.", "Ann.", GIVES_UP], ["Your name?"]],
  ["wants a yes to each of its questions", [ASKS, "Yes."], ["Sure?", "Really?", "Quite sure?"]],
  ["speaks of something else", [ASKS, GIVES_UP], ["The weather is fine today."]],
  [
    "speaks another language",
    [ASKS, "In English, please.", GIVES_UP],
    ["주문 번호를 알려 주세요."],
  ],
  ["speaks for the user", [ASKS, GIVES_UP], ["User: Never mind my order."]],
  ["plays both sides", [ASKS, GIVES_UP], ["User: It is A7.\nAssistant: Thank you."]],
  ["puts its role before its words", [ASKS, A7, GIVES_UP], ["Assistant: I see."]],
  ["repeats the user's words", [ASKS, A7, GIVES_UP], [ASKS, A7]],
  ["greets in place of an answer", [ASKS, A7, GIVES_UP], ["How can I help you today?"]],
  ["offers more before it has done anything", [ASKS, GIVES_UP], ["Anything else I can do?"]],
  ["writes the user's marker", [ASKS, GIVES_UP], ["###goal_reached###"]],
  ["calls the user's tool", [ASKS, GIVES_UP], [end("goal_reached"), "I have ended it."]],
  ["writes its call as text", [ASKS, A7, DONE], ["refund(order='A7')"]],
  ["calls a tool that it has not", [ASKS, A7, DONE], [{ name: "pay" }, "It is paid."]],
  ["calls its tool for another order", [ASKS, DONE], [{ ...refund, arguments: { order: "A8" } }]],
  ["refunds twice", [ASKS, DONE], [refund, refund, "Refunded."]],
  ["refunds, and denies it", [ASKS, GIVES_UP], [refund, "There is no such order."]],
  ["takes too many turns", [ASKS, "A.", "B.", "C."], ["One?", "Two?", "Three?", "Four?"]],
];

const expected = {
  tool_calls: [{ name: "refund", arguments: { order: "A7" } }],
  output: { contains: "Refunded" },
};

it("errs for thirty faults of a user, and fails for none of them", async () => {
  expect(OF_THE_USER).toHaveLength(30);
  const { run } = await desk(
    ...OF_THE_USER.map(([fault, user, agent = AGENT]) => talk(fault, user, agent)),
  );
  const { trials } = await run("--traffic", "live", "--max-turns", "4");
  const found = OF_THE_USER.map(([fault]) => [fault, trials.get(fault)?.error?.kind]);
  expect(found).toEqual(OF_THE_USER.map(([fault]) => [fault, "user_fault"]));
});

it("fails for thirty faults of an agent, and errs for none of them", async () => {
  expect(OF_THE_AGENT).toHaveLength(30);
  const { run } = await desk(
    ...OF_THE_AGENT.map(([fault, user, agent = AGENT]) => ({
      ...talk(fault, user, agent, { max_turns: 5 }),
      expect: expected,
    })),
  );
  const { trials } = await run("--traffic", "live", "--max-turns", "4");
  const found = OF_THE_AGENT.map(([fault]) => {
    const { verdict, error } = trials.get(fault) ?? {};
    return { fault, verdict, error };
  });
  expect(found).toEqual(OF_THE_AGENT.map(([fault]) => ({ fault, verdict: "failed", error: null })));
});
